"""Benchmarks of the client and of the alternatives: ``make bench``."""
