"""Every error this package raises: one tree below ClientError."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = re.compile(r"<(!doctype|html|head|body|\?xml)\b", re.IGNORECASE)  # for a browser
_REDIRECTION = 3  # a status of 300 to 399
_PROXY_ADVICE = {
    408: "it waited too long for data of this request: raise client_body_timeout (nginx) or "
    "timeout client (HAProxy)",
    413: "it limits the size of requests: set client_max_body_size 0 (nginx)",
    502: "it got no valid response from the hub: check that the hub runs at the address that the "
    "proxy has",
    504: "it waited too long for the hub's response: raise proxy_read_timeout (nginx) or "
    "timeout server (HAProxy), and for streams set proxy_buffering off (nginx)",
}
_SHOWN = 500  # characters of a server's text that an error message repeats


class ClientError(Exception):
    """The base of all errors of this package.

    Attributes:
        code: The platform's code for this kind of error, for example ``NOT_FOUND``.
        message: What happened, in the server's own words if it said something; characters that
            can't be printed are escaped, as they could change a terminal or forge a line of a log.
        status: The HTTP status, or None when no answer came.
        body: The answer's body: parsed JSON, else text; None when no answer came.
        headers: The answer's headers, names in lower case; empty when no answer came.
        method: The request's method, or None when nothing was sent.
        url: The request's URL, or None when nothing was sent.
        attempts: How many times the request was sent; 0 when it was refused before sending.
        may_have_arrived: Whether the request, or a part of it, may have reached the server.
        is_final: Whether trying again is of no use.
    """

    code: ClassVar[str] = "GENERAL_ERROR"

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        method: str | None = None,
        url: str | None = None,
        attempts: int = 0,
        may_have_arrived: bool = False,
        is_final: bool = False,
    ) -> None:
        self.message = _printable(message)
        super().__init__(self.message)
        self.status = status
        self.body = body
        self.headers: dict[str, str] = dict(headers or {})
        self.method = method
        self.url = url
        self.attempts = attempts
        self.may_have_arrived = may_have_arrived
        self.is_final = is_final

    def __str__(self) -> str:
        if self.method is None:
            return self.message
        hint = f" ({self.hint})" if self.hint else ""
        outcome = self.message if self.status is None else f"{self.status} {self.message}"
        tried = f" (tried {self.attempts} times)" if self.attempts > 1 else ""
        return _printable(f"{self.method} {self.url}: {outcome}{hint}{tried}")

    @property
    def hint(self) -> str:
        """What may be the matter, if that is known; else an empty string."""
        advice = _PROXY_ADVICE.get(self.status or 0, "")
        # Hubs and managers explain their errors in JSON, and send no Server header.
        if not advice or isinstance(self.body, dict | list):
            return ""
        proxy = self.headers.get("server") or "a proxy"
        return f"this comes from {proxy} in front of the hub: {advice}"


def _printable(text: str) -> str:
    """Return text with all but printable characters escaped as in a string's repr."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class BadParametersError(ClientError, ValueError):
    """The server answered 400, or an argument was refused before anything was sent."""

    code = "BAD_PARAMETERS"


class NeedAuthenticationError(ClientError):
    """The server answered 401: there is no token, or it isn't valid."""

    code = "NEED_AUTHENTICATION"

    @property
    def hint(self) -> str:
        """What may be the matter."""
        return "the token is missing or has expired; it comes from token= or SCRAMJET_TOKEN"


class NotAuthorizedError(ClientError):
    """The server answered 403: the token doesn't allow this."""

    code = "NOT_AUTHORIZED"

    @property
    def hint(self) -> str:
        """What may be the matter."""
        return "the token is wrong, or doesn't allow this"


class NotFoundError(ClientError):
    """The server answered 404."""

    code = "NOT_FOUND"

    @property
    def hint(self) -> str:
        """What may be the matter."""
        url = self.url or ""
        if "/api/v1" not in url:
            return "does the base URL end in /api/v1?"
        if "/space/" in url or "/sth/" in url:
            hint = "are the ids of the space and the hub right, and those after them?"
        elif (
            self.body == "" and "/instance/" in url
        ):  # version 0.18.7 says no more of an unknown id
            hint = "has the instance ended, and is its id right?"
        elif url.endswith("/start"):
            hint = "is the sequence still there?"
        elif self.body == "" and "/cpm/" in url:
            hint = "is the hub connected to a manager?"
        else:
            hint = ""
        # Hubs say something of an id that they don't know, and nothing of a route.
        too_old = "the hub may be too old for this call" if self.body == "" else ""
        return f"{hint} Else {too_old}" if hint and too_old else hint or too_old


class RequestError(ClientError):
    """The server refused the request with a status that has no class of its own."""

    code = "REQUEST_ERROR"

    @property
    def hint(self) -> str:
        """What may be the matter, if the server redirects the request or a proxy refuses it."""
        if self.status is None or self.status // 100 != _REDIRECTION:
            return super().hint
        try:
            target = urlsplit(self.headers.get("location", ""))
        except ValueError:
            return ""
        host = target.netloc.rpartition("@")[2]
        if not host:
            return "follow_redirects=True follows to where the same server sends a GET"
        return _printable(f"it points to {target.scheme}://{host}: is the base URL right?")


class ConflictError(RequestError):
    """The server answered 409: the thing is in use, or exists already."""


class GoneError(ClientError):
    """The server answered 410."""

    code = "GONE"


class TooManyRequestsError(RequestError):
    """The server answered 429: it takes no more requests for now, and acted on nothing."""


class InsufficientResourcesError(ClientError):
    """The server answered 419 or 507: the hub has no room for another instance."""

    code = "INSUFFICIENT_RESOURCES"


class UnprocessableEntityError(ClientError):
    """The server answered 422, for example for a package that can't be unpacked."""

    code = "UNPROCESSABLE_ENTITY"


class ServerError(ClientError):
    """The server answered with a status of 500 or above."""

    code = "SERVER_ERROR"


class CannotConnectError(ClientError):
    """No answer came: nothing listens there, or the connection broke before one."""

    code = "CANNOT_CONNECT"


class RequestTimeoutError(CannotConnectError, TimeoutError):
    """No answer came in time."""


class InvalidResponseError(ClientError):
    """An answer that is not what the API's specification says."""

    code = "INVALID_RESPONSE"

    def __init__(
        self, message: str, *, attempts: int = 1, may_have_arrived: bool = True, **details: Any
    ) -> None:
        super().__init__(message, attempts=attempts, may_have_arrived=may_have_arrived, **details)


class StreamInterrupted(ClientError):  # noqa: N818 (the name is the platform documentation's)
    """A body that was cut off.

    Attributes:
        received: How many bytes had arrived.
    """

    def __init__(self, message: str, *, received: int = 0, **details: Any) -> None:
        super().__init__(message, **details)
        self.received = received


class UploadInterrupted(ClientError):  # noqa: N818 (as StreamInterrupted)
    """An upload that was cancelled, or whose instance ended before it had taken all."""


class InstanceFailedError(ClientError):
    """A program that failed, as its hub says; its message ends with its own words, if it has any.

    Attributes:
        exitcode: The exit code that the hub gives, if it does: 22 for a program that can't be
            loaded, 23 for one that rejected or broke its output, 101 for one that threw, 137 for
            one that was killed, 213 for one that exited.
        reason: The same in the hub's words.
        stderr: The last lines of its standard error.
        log: If that is empty, the exception that the log tells of, with its stack.
    """

    def __init__(
        self,
        message: str,
        *,
        exitcode: int | None = None,
        reason: str = "",
        stderr: str = "",
        log: str = "",
        **details: Any,
    ) -> None:
        super().__init__(message, **details)
        if words := stderr or log:  # their lines stay lines; indented, none passes for a log's own
            self.message += "".join(f"\n  {_printable(line)}" for line in words.split("\n"))
            self.args = (self.message,)
        self.exitcode = exitcode
        self.reason = reason
        self.stderr = stderr
        self.log = log


_CLASSES: dict[int, type[ClientError]] = {
    400: BadParametersError,
    401: NeedAuthenticationError,
    403: NotAuthorizedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    419: InsufficientResourcesError,
    422: UnprocessableEntityError,
    429: TooManyRequestsError,
    507: InsufficientResourcesError,
}


def from_response(
    *,
    status: int,
    reason: str,
    content: bytes,
    headers: Mapping[str, str],
    method: str,
    url: str,
) -> ClientError:
    """Make the error that an answer with a failing status stands for."""
    body = _read_body(content)
    try:
        message = _message_in(body)
    except RecursionError:
        message = ""
    message = _shortened(message or reason.strip() or "no reason given")
    default = ServerError if status >= 500 else RequestError  # noqa: PLR2004
    return _CLASSES.get(status, default)(
        message,
        status=status,
        body=body,
        headers=headers,
        method=method,
        url=url,
        attempts=1,
        may_have_arrived=True,
    )


def _read_body(content: bytes) -> Any:
    text = content.decode("utf-8", errors="replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _message_in(body: Any) -> str:
    """Find the server's own words in an error body, or return an empty string."""
    if isinstance(body, dict):
        for key in ("error", "message", "data", "code", "opStatus"):
            if found := _message_in(body.get(key)):  # pyright: ignore[reportUnknownMemberType]
                return found
        return ""
    if not isinstance(body, str):
        return ""
    text = body.strip()
    if _PAGE.match(text):
        return ""  # the status and its reason say more
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
