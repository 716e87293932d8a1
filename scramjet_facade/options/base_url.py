"""The base URL of a service, and the URLs below it."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from urllib.parse import urlsplit

from ..errors import BadParametersError
from ..http11 import URL, InvalidURL
from .arguments import check_text

_BLANK = re.compile(r"[\x00-\x20\x7f]")
_NO_PATH = re.compile(r"[\x00-\x20\x7f?#]")


def read_base_url(given: object) -> str:
    """Return a base URL without redundant slashes; the default is ``SCRAMJET_API_URL``."""
    url = given if given is not None else os.environ.get("SCRAMJET_API_URL")
    if not url:
        raise BadParametersError(
            "the base URL is missing: pass base_url, for example "
            '"http://127.0.0.1:8000/api/v1", or set SCRAMJET_API_URL'
        )
    text = check_text("base_url", url).strip()
    if _BLANK.search(text):
        raise BadParametersError("base_url cannot contain spaces or control characters")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:  # the message of this exception may contain a part of a password
        raise BadParametersError("base_url is not a valid URL: check its host and port") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise BadParametersError(
            "base_url must be an http:// or https:// URL with a host, for example "
            '"http://127.0.0.1:8000/api/v1"'
        )
    if parts.username is not None or parts.password is not None:
        raise BadParametersError("base_url cannot contain a password: use token= or headers=")
    if parts.query or parts.fragment:
        raise BadParametersError("base_url cannot have a query or a fragment")
    path = "/".join(segment for segment in parts.path.split("/") if segment)
    return _check_url(f"{parts.scheme}://{parts.netloc}/{path}".rstrip("/"))


def join_base_url(base_url: str, *segments: str) -> str:
    """Append segments to a base URL, without their redundant slashes."""
    texts = [check_text("api_base", segment) for segment in segments]
    parts = [part for text in texts for part in text.split("/") if part]
    if any(part in {".", ".."} or _NO_PATH.search(part) for part in parts):
        raise BadParametersError("api_base must be a path, for example /api/v1")
    return "/".join([base_url, *parts])


@lru_cache(maxsize=1024)
def joined(base_url: str, path: str) -> URL:
    """Append a path to a base URL in the same way as httpx."""
    return URL(f"{base_url.rstrip('/')}/{path.lstrip('/')}")


def _check_url(url: str) -> str:
    """Return a base URL if requests can be sent to it."""
    try:
        parsed = URL(url)
        for name in (parsed.host, parsed.raw_host.decode("ascii")):
            name.encode("idna")  # the system does the same before a DNS lookup
    except (InvalidURL, UnicodeError) as error:
        raise BadParametersError(f"base_url cannot be used: {error}") from None
    return url
