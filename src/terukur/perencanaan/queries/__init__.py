"""Reads of perencanaan."""
