"""The options of a client."""

from __future__ import annotations

import os
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import asdict, evolve, field, frozen

from ..concurrency import timing
from ..errors import BadParametersError
from ..http11 import Timeouts
from .arguments import check_count, check_flag, check_headers, check_seconds, check_token
from .retries import Retries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .attempt import Attempt
    from .secret import Secret
    from .token import AsyncTokenFunction, TokenProvider

DEFAULT_MAX_BODY: Final = 64 * 1024 * 1024


class NotGiven(Enum):
    """The type of NOT_GIVEN, which means that the caller passed no argument."""

    NOT_GIVEN = "not given"


NOT_GIVEN: Final = NotGiven.NOT_GIVEN


@frozen(kw_only=True)
class Options:
    """The options of requests; they are immutable, so that clients can share them.

    Attributes:
        headers: Headers for every request.
        token: The access token, which is sent as ``Authorization: Bearer …``, or a TokenProvider.
        environment_token: The token in ``SCRAMJET_TOKEN``, used if no other token is set.
        timeout: Seconds to wait for each part of a response; None: no limit.
        retries: The rules for sending a request again.
        follow_redirects: Whether a GET follows redirects within the same server.
        max_body: The largest size of a response in bytes; streams are not limited.
        on_attempt: A function that is called after each attempt to send a request.
        token_source: A function that reads the token again after unpickling, for example from a
            profile.
    """

    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    token: str | TokenProvider | None = field(default=None, repr=False)
    environment_token: str | None = field(default=None, repr=False)
    timeout: float | None = timing.DEFAULT_TIMEOUT
    retries: Retries = field(factory=Retries)
    follow_redirects: bool = False
    max_body: int = DEFAULT_MAX_BODY
    on_attempt: Callable[[Attempt], object] | None = field(default=None, repr=False)
    token_source: Callable[[], str | None] | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        check_count("max_body", self.max_body)
        check_flag("follow_redirects", self.follow_redirects)
        check_headers(self.headers)
        check_seconds("timeout", self.timeout)
        object.__setattr__(self, "token", read_token(self.token))
        if self.environment_token is not None:
            token = check_token("SCRAMJET_TOKEN", self.environment_token)
            object.__setattr__(self, "environment_token", token)
        if self.token is not None and any(n.lower() == "authorization" for n in self.headers):
            raise BadParametersError("pass the authorization as token= or in headers=, not both")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle all options except secrets; the unpickled client reads its token again."""
        if self.headers or (isinstance(self.token, str) and self.token_source is None):
            held = "headers=" if self.headers else "token= as text"
            raise TypeError(
                f"a client with {held} cannot be pickled, because the pickle would contain "
                "secrets: use SCRAMJET_TOKEN or from_profile(), pass a module's function as "
                "token=, or create the client in the process that uses it"
            )
        kept = asdict(self, recurse=False)
        for name in ("token", "environment_token"):
            if isinstance(kept[name], str | None):
                del kept[name]
        return partial(_unpickled, **kept), ()

    @property
    def token_provider(self) -> TokenProvider | None:
        """The provider of the token, if ``token=`` is a function."""
        return None if isinstance(self.token, str) else self.token

    @property
    def connect_timeout(self) -> float:
        """The time limit for connecting in seconds, which is never None."""
        return (
            timing.CONNECT_TIMEOUT
            if self.timeout is None
            else min(self.timeout, timing.CONNECT_TIMEOUT)
        )

    def timeouts(
        self,
        *,
        answer: float | None,
        idle: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        connect: float | None = None,
    ) -> Timeouts:
        """Return the time limits of one request.

        Args:
            answer: Seconds to wait for each part of the response; None: no limit.
            idle: Seconds to wait until the server accepts more data; None: no limit. By default,
                ``idle`` is equal to ``answer``.
            connect: Seconds to wait for a connection, if this is less than ``connect_timeout``.
        """
        longest = self.connect_timeout
        connect = longest if connect is None else min(connect, longest)
        write = answer if idle is NOT_GIVEN else idle
        return Timeouts(connect=connect, read=answer, write=write, pool=connect)

    def changed(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        token: str | AsyncTokenFunction | None = None,
        timeout: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        retries: int | Retries | None = None,
    ) -> Options:
        """Return a copy with other options; the new headers are added to the existing headers."""
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
            token_source=None if "authorization" in replaced else self.token_source,
            timeout=self.timeout if timeout is NOT_GIVEN else timeout,
            retries=self.retries if retries is None else read_retries(retries),
        )


def _unpickled(
    *,
    token: TokenProvider | None = None,
    token_source: Callable[[], str | None] | None = None,
    **kept: Any,
) -> Options:
    return Options(
        token=read_token(token_source()) if token_source is not None else token,
        token_source=token_source,
        environment_token=environment_token(),
        **kept,
    )


def read_token(given: Any) -> Secret | TokenProvider | None:
    """Return a token if a str was passed, and a TokenProvider if a function was passed."""
    if given is None:
        return None
    if isinstance(given, str):
        return check_token("token", given)
    from .token import TokenProvider  # noqa: PLC0415 (few programs use it)

    if isinstance(given, TokenProvider):
        return given
    if callable(given):
        return TokenProvider(given)  # pyright: ignore[reportArgumentType]
    return check_token("token", given)


def read_retries(given: int | Retries) -> Retries:
    """Return the rules for retries; a number is converted to a Retries object."""
    return given if isinstance(given, Retries) else Retries(check_count("retries", given))


def environment_token() -> str | None:
    """Return the token in ``SCRAMJET_TOKEN``, if it is set."""
    return os.environ.get("SCRAMJET_TOKEN") or None
