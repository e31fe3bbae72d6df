"""Pure decisions of realisasi."""
