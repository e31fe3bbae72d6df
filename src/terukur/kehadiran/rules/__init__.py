"""Decisions of kehadiran, by theme: pure, without clock, request or write."""
