"""What the import engine asks of this room."""
