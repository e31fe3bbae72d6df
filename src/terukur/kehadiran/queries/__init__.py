"""Reads of kehadiran, by theme."""
