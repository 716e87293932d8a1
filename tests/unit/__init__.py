"""Unit tests: without a hub, and with few sockets."""

from hypothesis import settings

# The same examples in each run, few enough to take seconds in total.
bounded = settings(max_examples=150, derandomize=True, deadline=None, database=None)
