"""Pure decisions of kinerja."""
