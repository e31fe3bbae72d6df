"""Writes of kehadiran, by theme."""
