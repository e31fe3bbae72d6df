"""Pages about tokens, and the answers to programs."""
