"""A load laboratory: a demo in processes of its own, and many people in front of it over HTTP."""
