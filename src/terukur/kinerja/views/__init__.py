"""Pages of kinerja."""
