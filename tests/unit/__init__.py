"""The parts by themselves: no hub, hardly a socket."""

from hypothesis import settings

# The same examples every time, and so many that all of them take seconds.
bounded = settings(max_examples=150, derandomize=True, deadline=None, database=None)
