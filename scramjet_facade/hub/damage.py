"""Texts for the log about data that hubs damage on its way to a program."""

WHOLE_TEXT = 64 * 1024
"""Text of at most this many bytes is never damaged."""

AS_TEXT = (
    "hubs up to version 1.0.1 damage non-ASCII characters in long text/plain: "
    "send application/octet-stream or ndjson(…)"
)
THROUGH_INOUT = (
    "hubs up to version 1.0.1 damage non-ASCII data that is sent through inout: use exchange(…)"
)
UNLESS_ASCII = (
    "hubs of version 0.18.7 damage data that is not ASCII: ndjson(…) writes all values as ASCII"
)
