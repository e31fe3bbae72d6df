"""Pure decisions of eskalasi."""
