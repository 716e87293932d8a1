"""What a client is told when it is made."""

from __future__ import annotations

import os
import re
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, NoReturn
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from ..errors import BadParametersError
from ..network.settings import check_url
from .arguments import check_count, check_header_value, check_headers, check_seconds, check_text
from .retries import Retries
from .secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TIMEOUT: Final = 30.0
CONNECT_TIMEOUT: Final = 10.0
DEFAULT_MAX_BODY: Final = 64 * 1024 * 1024

_BLANK = re.compile(r"[\x00-\x20\x7f]")
_NO_PATH = re.compile(r"[\x00-\x20\x7f?#]")


class NotGiven(Enum):
    """The type of a parameter that was left out, where None means something else."""

    NOT_GIVEN = "not given"


NOT_GIVEN: Final = NotGiven.NOT_GIVEN


@frozen(kw_only=True)
class Options:
    """How requests are made; immutable, so that clients can share it.

    Attributes:
        headers: Headers for every request.
        token: The access token, sent as ``Authorization: Bearer …``.
        environment_token: The token of ``SCRAMJET_TOKEN``, which any other authorization precedes.
        timeout: Seconds to wait for an answer, and for each part of it; None: without limit.
        retries: When a request is sent again.
        follow_redirects: Whether a GET goes on to where the same server sends it.
        max_body: Bytes that an answer other than a stream may have.
    """

    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    token: str | None = field(default=None, repr=False)
    environment_token: str | None = field(default=None, repr=False)
    timeout: float | None = DEFAULT_TIMEOUT
    retries: Retries = field(factory=Retries)
    follow_redirects: bool = False
    max_body: int = DEFAULT_MAX_BODY

    def __attrs_post_init__(self) -> None:
        check_count("max_body", self.max_body)
        check_headers(self.headers)
        check_seconds("timeout", self.timeout)
        for name in ("token", "environment_token"):
            token = getattr(self, name)
            if token is not None:
                object.__setattr__(self, name, _read_token(name, token))
        if self.token is not None and any(n.lower() == "authorization" for n in self.headers):
            raise BadParametersError("give the authorization as token= or in headers=, not both")

    def __reduce__(self) -> NoReturn:
        raise TypeError("options can't be pickled: they may hold secrets")

    @property
    def connect_timeout(self) -> float:
        """Seconds that making a connection may take: there is always a limit."""
        return CONNECT_TIMEOUT if self.timeout is None else min(self.timeout, CONNECT_TIMEOUT)

    def changed(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
        timeout: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        retries: int | Retries | None = None,
    ) -> Options:
        """Return a copy with what was given; headers come on top of those there are."""
        new = check_headers(headers or {})
        replaced = {name.lower() for name in new}
        if token is not None:
            replaced.add("authorization")
        elif "authorization" not in replaced:
            token = self.token
        kept = {name: text for name, text in self.headers.items() if name.lower() not in replaced}
        return evolve(
            self,
            headers={**kept, **new},
            token=token,
            timeout=self.timeout if timeout is NOT_GIVEN else timeout,
            retries=self.retries if retries is None else read_retries(retries),
        )


def _read_token(name: str, token: object) -> Secret:
    checked = check_header_value(f"Authorization ({name})", token)
    if not checked.strip():
        raise BadParametersError(f"{name} is empty")
    return Secret(checked)


def read_retries(given: int | Retries) -> Retries:
    """Return the retries that a number or a Retries stands for."""
    return given if isinstance(given, Retries) else Retries(check_count("retries", given))


def environment_token() -> str | None:
    """Return the token in ``SCRAMJET_TOKEN``, if there is one."""
    return os.environ.get("SCRAMJET_TOKEN") or None


def read_base_url(given: object) -> str:
    """Return a base URL, from ``SCRAMJET_API_URL`` if none is given, without needless slashes."""
    url = given if given is not None else os.environ.get("SCRAMJET_API_URL")
    if not url:
        raise BadParametersError(
            "there is no base URL: pass base_url, for example "
            '"http://127.0.0.1:8000/api/v1", or set SCRAMJET_API_URL'
        )
    text = check_text("base_url", url).strip()
    if _BLANK.search(text):
        raise BadParametersError("base_url can't hold blanks or control characters")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:  # its text may show a part of a password
        raise BadParametersError("base_url is not a URL: is its host or port wrong?") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise BadParametersError(
            "base_url must be an http:// or https:// URL with a host, for example "
            '"http://127.0.0.1:8000/api/v1"'
        )
    if parts.username is not None or parts.password is not None:
        raise BadParametersError("base_url can't hold a user or password: use token= or headers=")
    if parts.query or parts.fragment:
        raise BadParametersError("base_url can't have a query or a fragment")
    path = "/".join(segment for segment in parts.path.split("/") if segment)
    return check_url(f"{parts.scheme}://{parts.netloc}/{path}".rstrip("/"))


def join_base_url(base_url: str, *segments: str) -> str:
    """Return a URL below a base URL; needless slashes in the segments don't matter."""
    texts = [check_text("api_base", segment) for segment in segments]
    parts = [part for text in texts for part in text.split("/") if part]
    if any(part in {".", ".."} or _NO_PATH.search(part) for part in parts):
        raise BadParametersError("api_base must be a path, for example /api/v1")
    return "/".join([base_url, *parts])
