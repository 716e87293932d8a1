"""The sockets' side: the only place that knows which HTTP library is in use."""

from httpx import ByteStream, Request, Response
from httpx import Timeout as Timeouts

__all__ = ["ByteStream", "Request", "Response", "Timeouts"]
