"""Pages of realisasi."""
