"""Reads of kehadiran."""
