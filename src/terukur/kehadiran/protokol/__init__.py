"""What devices say and what they must hear: bytes in, bytes out; no Django (absensi.md 1, 2)."""
