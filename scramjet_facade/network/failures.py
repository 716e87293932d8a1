"""What the HTTP library raises, as this package's own errors."""

from __future__ import annotations

from typing import Any

import httpx

from ..errors import (
    BadParametersError,
    CannotConnectError,
    ClientError,
    InvalidResponseError,
    RequestTimeoutError,
    StreamInterrupted,
)

_DISCONNECTED = "Server disconnected"


def before_answer(error: Exception, request: httpx.Request) -> ClientError:
    """Return the error for a request that got no whole answer head."""
    details: dict[str, Any] = {"method": request.method, "url": str(request.url), "attempts": 1}
    timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
    match error:
        case httpx.ConnectTimeout():
            return RequestTimeoutError(
                f"no connection within {timeouts.get('connect')} s: is the address right, "
                "and the service reachable?",
                **details,
            )
        case httpx.TimeoutException():
            return RequestTimeoutError(f"no answer within {timeouts.get('read')} s", **details)
        case httpx.ConnectError() | httpx.ProxyError():
            return CannotConnectError(
                f"no connection: {error or 'refused'}: is the service running there?", **details
            )
        case httpx.RemoteProtocolError() if not str(error).startswith(_DISCONNECTED):
            return InvalidResponseError(f"the answer is not HTTP: {error}", **details)
        case httpx.LocalProtocolError() | httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return BadParametersError(f"this request can't be sent: {error}", **details)
        case _:
            return CannotConnectError(
                f"the connection broke before an answer came: {error or type(error).__name__}",
                **details,
            )


def in_body(error: Exception, request: httpx.Request, received: int) -> ClientError:
    """Return the error for an answer whose body did not come whole."""
    details: dict[str, Any] = {"method": request.method, "url": str(request.url), "attempts": 1}
    match error:
        case httpx.TimeoutException():
            seconds = request.extensions.get("timeout", {}).get("read")
            return RequestTimeoutError(
                f"nothing came for {seconds} s, after {received} bytes of the body", **details
            )
        case httpx.DecodingError():
            return InvalidResponseError(f"the body can't be decoded: {error}", **details)
        case _:
            return StreamInterrupted(
                f"the body was cut off after {received} bytes: {error or type(error).__name__}",
                received=received,
                **details,
            )
