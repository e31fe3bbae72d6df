"""Kernel: workflow, access, clock, bitemporal records, numbers. Knows no domain."""
