"""Writes of kehadiran."""
