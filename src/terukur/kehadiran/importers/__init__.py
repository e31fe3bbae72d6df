"""Workbooks that kehadiran reads."""
