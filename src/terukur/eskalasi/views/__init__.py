"""Pages of eskalasi."""
