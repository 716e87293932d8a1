"""HTTP/1.1 over sockets, as transports of httpx, and the types of httpx that others use."""

from httpx import URL, ByteStream, InvalidURL, Request, Response
from httpx import Timeout as Timeouts

__all__ = ["URL", "ByteStream", "InvalidURL", "Request", "Response", "Timeouts"]
