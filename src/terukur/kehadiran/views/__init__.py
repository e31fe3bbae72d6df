"""Pages of kehadiran, by theme."""
