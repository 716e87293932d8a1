"""HTTP/1.1 over sockets. This module also exports the httpx types that other packages use."""

from httpx import URL, ByteStream, InvalidURL, Request, Response
from httpx import Timeout as Timeouts

__all__ = ["URL", "ByteStream", "InvalidURL", "Request", "Response", "Timeouts"]
