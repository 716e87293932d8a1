"""What a client is told when it is made."""

from __future__ import annotations

import os
import re
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from attrs import asdict, evolve, field, frozen

from ..concurrency import timing
from ..errors import BadParametersError
from ..http11.settings import check_url
from .arguments import (
    check_count,
    check_function,
    check_headers,
    check_seconds,
    check_text,
    check_token,
)
from .retries import Retries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .attempt import Attempt
    from .secret import Secret
    from .token import AsyncTokenFunction, ChangingToken

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
        token: The access token, sent as ``Authorization: Bearer …``, or what gives it.
        environment_token: The token of ``SCRAMJET_TOKEN``, which any other authorization precedes.
        timeout: Seconds to wait for an answer, and for each part of it; None: without limit.
        retries: When a request is sent again.
        follow_redirects: Whether a GET goes on to where the same server sends it.
        max_body: Bytes that an answer other than a stream may have.
        on_attempt: Called after each attempt of each request.
        token_from: What gave the token, and can give it again in another process.
    """

    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    token: str | ChangingToken | None = field(default=None, repr=False)
    environment_token: str | None = field(default=None, repr=False)
    timeout: float | None = timing.DEFAULT_TIMEOUT
    retries: Retries = field(factory=Retries)
    follow_redirects: bool = False
    max_body: int = DEFAULT_MAX_BODY
    on_attempt: Callable[[Attempt], object] | None = field(default=None, repr=False)
    token_from: Callable[[], str | None] | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        check_count("max_body", self.max_body)
        check_function("on_attempt", self.on_attempt)
        check_headers(self.headers)
        check_seconds("timeout", self.timeout)
        object.__setattr__(self, "token", read_token(self.token))
        if self.environment_token is not None:
            token = check_token("SCRAMJET_TOKEN", self.environment_token)
            object.__setattr__(self, "environment_token", token)
        if self.token is not None and any(n.lower() == "authorization" for n in self.headers):
            raise BadParametersError("give the authorization as token= or in headers=, not both")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle all but secrets; where it arrives, the token comes from where it came here."""
        if self.headers or (isinstance(self.token, str) and self.token_from is None):
            held = "headers" if self.headers else "its token as text"
            raise TypeError(
                f"a client that holds {held} can't be pickled, since the pickle would show it: let "
                "the token come from SCRAMJET_TOKEN, from_profile(), or a function of a module, "
                "given as token=; or make the client where it is used"
            )
        kept = asdict(self, recurse=False)
        for name in ("token", "environment_token"):
            if isinstance(kept[name], str | None):
                del kept[name]
        return partial(_arrived, **kept), ()

    @property
    def changing_token(self) -> ChangingToken | None:
        """What gives the token, if that is a function."""
        return None if isinstance(self.token, str) else self.token

    @property
    def connect_timeout(self) -> float:
        """Seconds that making a connection may take: there is always a limit."""
        return (
            timing.CONNECT_TIMEOUT
            if self.timeout is None
            else min(self.timeout, timing.CONNECT_TIMEOUT)
        )

    def changed(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        token: str | AsyncTokenFunction | None = None,
        timeout: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        retries: int | Retries | None = None,
    ) -> Options:
        """Return a copy with what was given; headers come on top of those there are."""
        new = check_headers(headers or {})
        replaced = {name.lower() for name in new}
        kept_token = None if "authorization" in replaced else self.token
        if token is not None:
            replaced.add("authorization")
        kept = {name: text for name, text in self.headers.items() if name.lower() not in replaced}
        return evolve(
            self,
            headers={**kept, **new},
            token=kept_token if token is None else read_token(token),
            token_from=None if "authorization" in replaced else self.token_from,
            timeout=self.timeout if timeout is NOT_GIVEN else timeout,
            retries=self.retries if retries is None else read_retries(retries),
        )


def _arrived(
    *,
    token: ChangingToken | None = None,
    token_from: Callable[[], str | None] | None = None,
    **kept: Any,
) -> Options:
    """Make options of what came out of a pickle."""
    return Options(
        token=read_token(token_from()) if token_from is not None else token,
        token_from=token_from,
        environment_token=environment_token(),
        **kept,
    )


def read_token(given: Any) -> Secret | ChangingToken | None:
    """Return what a token, or a function that gives it, stands for."""
    if given is None:
        return None
    if isinstance(given, str):
        return check_token("token", given)
    from .token import ChangingToken  # noqa: PLC0415 (few programs need it)

    if isinstance(given, ChangingToken):
        return given
    if callable(given):
        return ChangingToken(given)  # pyright: ignore[reportArgumentType]
    return check_token("token", given)


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
