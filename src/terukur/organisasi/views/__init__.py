"""Pages of organisasi."""
