"""Acts of kehadiran."""
