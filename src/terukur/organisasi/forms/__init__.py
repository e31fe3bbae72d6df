"""Validation of input; actions decide."""
