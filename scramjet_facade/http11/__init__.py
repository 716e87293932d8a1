"""The sockets' side: the only place that knows which HTTP library is in use."""

from httpx import URL, ByteStream, InvalidURL, Request, Response
from httpx import Timeout as Timeouts

__all__ = ["URL", "ByteStream", "InvalidURL", "Request", "Response", "Timeouts"]
