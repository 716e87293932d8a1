"""How requests find their span, for programs that use OpenTelemetry and for those that do not."""

SPAN = "scramjet_span"
"""The request extension that each attempt is reported to."""
