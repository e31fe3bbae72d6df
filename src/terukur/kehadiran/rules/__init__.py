"""Decisions of kehadiran: pure, without clock, request or write."""
