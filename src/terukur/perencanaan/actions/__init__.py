"""Writes of perencanaan: the only place where its state changes."""
