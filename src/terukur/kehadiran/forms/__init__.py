"""Forms of kehadiran, by theme."""
