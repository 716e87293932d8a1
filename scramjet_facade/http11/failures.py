"""Converts the errors of the HTTP library into this package's errors."""

from __future__ import annotations

import ssl
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
from .tls import alert

_WRONG_SCHEME = ": does the service use https?"
# OpenSSL's codes for a certificate of an unknown issuer, for example a private authority
_UNKNOWN_ISSUER = {2, 18, 19, 20, 21}
_TRUST = ": to trust its issuer, pass verify= or set SSL_CERT_FILE to a file of certificates"


class TruncatedHeadError(httpx.ReadError):
    """The connection broke after a part of the response's head had arrived."""


def before_answer(
    error: Exception, request: httpx.Request, proxy: str | None, *, is_stream: bool, is_first: bool
) -> ClientError:
    """Return the error for a request whose response headers did not arrive completely.

    Args:
        error: The exception of the transport.
        request: The request.
        proxy: The proxy through which the transport connects, and the setting that names it.
        is_stream: Whether the response is a stream, whose data the server sends only once.
        is_first: Whether the client has received no response yet, so its URL may be wrong.
    """
    arrived = _sent(request)
    details: dict[str, Any] = {**arrived, "may_have_arrived": False}
    timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
    via, server = (f" through the proxy {proxy}", "proxy") if proxy else ("", "service")
    match error:
        case httpx.ConnectTimeout():
            return RequestTimeoutError(
                f"no connection{via} within {timeouts.get('connect')} s: {error or 'no response'}: "
                f"is the address right, and the {server} reachable?",
                **details,
            )
        case httpx.WriteTimeout():
            return RequestTimeoutError(
                f"the server accepted no data for {timeouts.get('write')} s", **arrived
            )
        case httpx.TimeoutException():
            return RequestTimeoutError(f"no response within {timeouts.get('read')} s", **arrived)
        case httpx.NetworkError() if (refusal := alert(error)) is not None:
            return _refused_tls(refusal, request)
        case TruncatedHeadError() if is_stream:
            return StreamInterrupted(
                "the connection broke within the head of the response, and data may be lost: "
                f"{error}",
                **arrived,
            )
        case httpx.ConnectError() | httpx.ProxyError():
            return _no_connection(error, proxy, via, server, details)
        case httpx.RemoteProtocolError():
            return InvalidResponseError(f"the response is not valid HTTP: {error}", **arrived)
        case httpx.LocalProtocolError() | httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return BadParametersError(f"this request can't be sent: {error}", **details)
        case _:
            is_http = isinstance(error, TruncatedHeadError)
            may_need_tls = is_first and not is_http and request.url.scheme == "http"
            hint = _WRONG_SCHEME if may_need_tls else ""
            return CannotConnectError(
                "the connection broke before a response arrived: "
                f"{error or type(error).__name__}{hint}",
                **arrived,
            )


def _refused_tls(refusal: ssl.SSLError, request: httpx.Request) -> ClientError:
    """Return the error for a TLS alert of the server."""
    name = (refusal.reason or "").partition("ALERT_")[2].replace("_", " ").lower()
    is_certificate = "certificate" in name
    hint = ": pass a client certificate with cert=" if is_certificate else ""
    details = _sent(request)
    details["may_have_arrived"] = not is_certificate
    return CannotConnectError(
        f"the server refused the TLS connection: {name}{hint}", is_final=True, **details
    )


def _no_connection(
    error: Exception, proxy: str | None, via: str, server: str, details: dict[str, Any]
) -> ClientError:
    """Return the error for a connection that could not be made."""
    tls_error = _tls_error(error)
    if isinstance(tls_error, ssl.SSLCertVerificationError):
        remedy = _TRUST if tls_error.verify_code in _UNKNOWN_ISSUER else ""
        return CannotConnectError(
            f"certificate verification failed: {error}{remedy}", is_final=True, **details
        )
    if tls_error is not None:
        return CannotConnectError(
            f"the TLS handshake failed: {error}{_WRONG_SCHEME}", is_final=True, **details
        )
    if isinstance(error, httpx.ProxyError):
        return CannotConnectError(
            f"the proxy {proxy} refused the connection: {error}",
            is_final=str(error).startswith("4"),  # the proxy's status, for example 407
            **details,
        )
    return CannotConnectError(
        f"no connection{via}: {error or 'refused'}: is the {server} running there?", **details
    )


def half_sent(request: httpx.Request) -> ClientError:
    """Return the error for a request that was not sent completely, although a response arrived."""
    return CannotConnectError(
        "the connection broke before the request was sent completely", **_sent(request)
    )


def too_large(response: httpx.Response, limit: int) -> ClientError:
    """Return the error for a response that is larger than the limit."""
    return InvalidResponseError(
        f"the response has more than {limit} bytes: max_body= sets the limit",
        **received(response),
    )


def received(response: httpx.Response) -> dict[str, Any]:
    """Return the details of an error about a response."""
    return {
        "status": response.status_code,
        "headers": response.headers,
        **_sent(response.request),
    }


def _sent(request: httpx.Request) -> dict[str, Any]:
    """Return the details of an error about a request that was sent at least partly."""
    return {
        "method": request.method,
        "url": str(request.url),
        "attempts": 1,
        "may_have_arrived": True,
    }


def _tls_error(error: BaseException | None) -> ssl.SSLError | None:
    """Return the TLS error that caused an error; None if the connection broke."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return None if isinstance(error, ssl.SSLEOFError) else error
        error = error.__cause__ or error.__context__
    return None


def in_body(error: Exception, request: httpx.Request, received: int) -> ClientError:
    """Return the error for a response whose body did not arrive completely."""
    details = _sent(request)
    match error:
        case httpx.WriteTimeout():
            seconds = request.extensions.get("timeout", {}).get("write")
            return RequestTimeoutError(
                f"the server accepted no data for {seconds} s, after {received} bytes of the body",
                **details,
            )
        case httpx.TimeoutException():
            seconds = request.extensions.get("timeout", {}).get("read")
            return RequestTimeoutError(
                f"no data arrived for {seconds} s, after {received} bytes of the body", **details
            )
        case httpx.DecodingError():
            return InvalidResponseError(f"the body can't be decoded: {error}", **details)
        case _:
            return StreamInterrupted(
                f"the body was cut off after {received} bytes: {error or type(error).__name__}",
                received=received,
                **details,
            )
