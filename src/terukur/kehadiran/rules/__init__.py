"""What a day of attendance is, computed without a database and without a clock (absensi.md 4 and 5)."""
