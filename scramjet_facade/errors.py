"""ClientError and its subclasses, which are the errors that this package raises."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_HTML = re.compile(r"<(!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
_REDIRECTION = 3  # the first digit of the statuses 300 to 399
_PROXY_ADVICE = {
    408: "the proxy waited too long for the request's data: raise client_body_timeout (nginx) or "
    "timeout client (HAProxy)",
    413: "the proxy limits the size of requests: set client_max_body_size 0 (nginx)",
    502: "the proxy received no valid response from the hub: check that the hub runs at the "
    "address in the proxy's configuration",
    504: "the proxy waited too long for the hub's response: raise proxy_read_timeout (nginx) or "
    "timeout server (HAProxy), and for streams set proxy_buffering off (nginx)",
}
_MAX_SHOWN = 500  # An error message repeats at most this many characters of a server's text.
_TOO_OLD = "the hub may be too old for this call"  # A 404 without a body means an unknown route.
_WRONG_SERVICE = {  # A server that does not know these routes is another kind of service.
    re.compile(r"/api/v1/spaces$"): (
        "this server is not a middleware: if it is a hub, use HostClient"
    ),
    re.compile(r"/api/v1/(list|load|all_sequences|s3)$"): (
        "this server is not a manager: if it is a hub, use HostClient"
    ),
    re.compile(r"(GET .*/api/v1/(sequences|instances|load-check)|POST .*/api/v1/sequence)$"): (
        "this server is not a hub: if it is a platform, use MiddlewareClient"
    ),
}


class ClientError(Exception):
    """The base of all errors of this package.

    Attributes:
        code: The platform's code for this kind of error, for example ``NOT_FOUND``.
        message: What happened. If the server sent a message, the server's message is used.
            Unprintable characters are escaped, because they could control a terminal or forge log
            lines.
        status: The HTTP status, or None if there was no response.
        body: The response's body as parsed JSON or, if the body is not JSON, as text. The body is
            None if there was no response, or if it may contain an access key.
        headers: The response's headers, with names in lower case; empty if there was no response.
        method: The request's method, or None if there was no request.
        url: The request's URL, or None if there was no request.
        attempts: How many times the request was sent; 0 if it was refused before sending.
        may_have_arrived: Whether the request, or a part of it, may have reached the server.
        is_final: True if a retry cannot succeed.
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
        self.message: str = _printable(message)
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

    def __repr__(self) -> str:
        details = {"status": self.status, "method": self.method, "url": self.url}
        known = [f"{name}={value!r}" for name, value in details.items() if value is not None]
        return f"{type(self).__name__}({', '.join([repr(self.message), *known])})"

    @property
    def hint(self) -> str:
        """The likely cause or remedy; an empty string if neither is known."""
        advice = _PROXY_ADVICE.get(self.status or 0, "")
        # Hubs and managers explain their errors in JSON, and send no Server header.
        if not advice or isinstance(self.body, dict | list):
            return ""
        proxy = self.headers.get("server") or "a proxy"
        return f"this response is from {proxy} in front of the hub: {advice}"


def _printable(text: str) -> str:
    """Escape the unprintable characters of a text, as repr() does."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class BadParametersError(ClientError, ValueError):
    """An argument was refused before anything was sent, or the server responded with 400."""

    code = "BAD_PARAMETERS"

    @property
    def hint(self) -> str:
        """The remedy if nginx has received HTTP on a port for HTTPS."""
        is_plain = isinstance(self.body, str) and "HTTP request was sent to HTTPS" in self.body
        return "use https:// in the base URL" if is_plain else super().hint


class NeedAuthenticationError(ClientError):
    """The server responded with 401: the token is missing or invalid."""

    code = "NEED_AUTHENTICATION"

    @property
    def hint(self) -> str:
        """The likely cause and remedy."""
        return "the token is missing or has expired: check token=, or SCRAMJET_TOKEN"


class NotAuthorizedError(ClientError):
    """The server responded with 403: the token does not allow this request."""

    code = "NOT_AUTHORIZED"

    @property
    def hint(self) -> str:
        """The likely cause."""
        return "the token is wrong or does not allow this request"


class NotFoundError(ClientError):
    """The server responded with 404."""

    code = "NOT_FOUND"

    @property
    def hint(self) -> str:
        """The likely cause and remedy."""
        url = self.url or ""
        is_empty = self.body == ""
        if "/api/v1" not in url:
            return "the base URL should end in /api/v1"
        if "/space/" in url or "/sth/" in url:
            hint = "check every id in this URL, beginning with the space and the hub"
            if is_empty and "/sth/" not in url:
                hint += "; if this is the address of a hub, use HostClient"
        elif "/instance/" in url:
            hint = "the instance may have ended, or its id is wrong: check list_instances()"
        elif "/sequence/" in url:
            hint = "the sequence may be deleted, or its id is wrong: check list_sequences()"
        elif not is_empty:
            return ""
        elif "/cpm/" in url:
            hint = "the hub may not be connected to a manager"
        else:
            for route, hint in _WRONG_SERVICE.items():
                if route.search(f"{self.method} {url}"):
                    return hint
            return _TOO_OLD
        return f"{hint}; otherwise, {_TOO_OLD}" if is_empty else hint


class RequestError(ClientError):
    """The server refused the request with a status that has no more specific error class."""

    code = "REQUEST_ERROR"

    @property
    def hint(self) -> str:
        """The remedy, if the response is a redirect or an error of a proxy."""
        if self.status is None or self.status // 100 != _REDIRECTION:
            return super().hint
        try:
            target = urlsplit(self.headers.get("location", ""))
        except ValueError:
            return ""
        host = target.netloc.rpartition("@")[2]
        if not host:
            return "pass follow_redirects=True to follow redirects within this server"
        return _printable(f"it redirects to {target.scheme}://{host}: check the base URL")


class ConflictError(RequestError):
    """The server responded with 409: the object is in use or exists already."""


class GoneError(ClientError):
    """The server responded with 410."""

    code = "GONE"


class TooManyRequestsError(RequestError):
    """The server responded with 429: it received too many requests and ignored this request."""


class InsufficientResourcesError(ClientError):
    """The server responded with 419 or 507: the hub lacks resources for another instance."""

    code = "INSUFFICIENT_RESOURCES"


class UnprocessableEntityError(ClientError):
    """The server responded with 422, for example because it cannot unpack a package."""

    code = "UNPROCESSABLE_ENTITY"


class ServerError(ClientError):
    """The server responded with a status of 500 or above."""

    code = "SERVER_ERROR"


class CannotConnectError(ClientError):
    """No response arrived: connecting failed, or the connection broke before the response."""

    code = "CANNOT_CONNECT"


class RequestTimeoutError(CannotConnectError, TimeoutError):
    """No response arrived in time."""


class InvalidResponseError(ClientError):
    """The response does not match the API's specification."""

    code = "INVALID_RESPONSE"

    def __init__(
        self, message: str, *, attempts: int = 1, may_have_arrived: bool = True, **details: Any
    ) -> None:
        super().__init__(message, attempts=attempts, may_have_arrived=may_have_arrived, **details)


class StreamInterrupted(ClientError):  # noqa: N818 (the name is the platform documentation's)
    """The connection broke, or this program cancelled the stream, before the whole body arrived.

    Attributes:
        received: How many bytes arrived.
        cancelled: Whether this program has cancelled the stream or left its block. If False, the
            connection broke, or reading was interrupted.
    """

    def __init__(
        self, message: str, *, received: int = 0, cancelled: bool = False, **details: Any
    ) -> None:
        super().__init__(message, **details)
        self.received = received
        self.cancelled = cancelled


class UploadInterrupted(ClientError):  # noqa: N818 (as StreamInterrupted)
    """The upload was cancelled, or the instance ended before it received everything.

    Attributes:
        cancelled: Whether this program has cancelled the upload. If False, the instance ended.
    """

    def __init__(self, message: str, *, cancelled: bool = False, **details: Any) -> None:
        super().__init__(message, **details)
        self.cancelled = cancelled


class InstanceFailedError(ClientError):
    """The program failed or was killed; the message ends with its error output, if there is any.

    Attributes:
        exitcode: The exit code, or None if it is unknown. The codes are 22 (the program could not
            be loaded), 23 (its promise was rejected, or its output failed), 101 (it threw an
            exception), 137 (it was killed) and 213 (its process exited). The exit code is None for
            a Python program that raised an exception.
        reason: The hub's description of the exit code.
        stderr: The last lines of the program's standard error.
        log: The exception and its traceback from the instance's log, or an empty string. A program
            made by ``python_program`` writes its exceptions to this log.
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
        if words := "\n".join(
            filter(None, ("" if log in stderr else log, stderr))
        ):  # indented, so that no line can be mistaken for a line of the caller's log
            indented = "".join(f"\n  {_printable(line)}" for line in words.split("\n"))
            self.message: str = self.message + indented
            self.args: tuple[Any, ...] = (self.message,)
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


def extend(error: ClientError, text: str) -> None:
    """Add a text to an error's message, because many logs show no notes."""
    error.message = f"{error.message}; {_printable(text)}"
    error.args = (error.message,)


def from_response(
    *,
    status: int,
    reason: str,
    content: bytes,
    headers: Mapping[str, str],
    method: str,
    url: str,
) -> ClientError:
    """Return the error for a response with an error status."""
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
    """Return the server's message in an error body, or an empty string."""
    if isinstance(body, dict):
        for key in ("error", "message", "data", "code", "opStatus"):
            if found := _message_in(body.get(key)):  # pyright: ignore[reportUnknownMemberType]
                return found
        return ""
    if not isinstance(body, str):
        return ""
    text = body.strip()
    if _HTML.match(text):
        return ""  # the status and its reason are more helpful than HTML
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
