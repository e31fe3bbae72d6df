"""Decisions of kehadiran, by theme."""
