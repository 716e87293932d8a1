"""The httpx client for all requests, with authentication, retries, typed errors and attempts."""

from __future__ import annotations

import logging
import math
from functools import partial
from logging import DEBUG, WARNING
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, Self

import httpx

from .. import errors
from ..client_utils import ClientUtils
from ..concurrency.async_flavor import (
    async_call,
    async_call_in_background,
    async_settled,
    async_sleep,
)
from ..concurrency.sync_flavor import is_cancelled
from ..http11 import failures
from ..http11.decoding import ENCODINGS, Decoder
from ..http11.plain_requests import PlainRequests
from ..http11.target import origin
from ..options.attempt import Attempt
from ..options.base_url import joined
from ..version import USER_AGENT
from .spans import is_traced
from .transport import AsyncGivenTransport, AsyncHTTPTransport, AsyncResponseStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from ..options.options import Options
    from ..options.secret import Secret
    from ..options.token import TokenProvider
    from .tracing import AsyncSpan

_MAX_REDIRECTS = 5

_log = logging.getLogger("scramjet_facade")


class AsyncHttpClient(httpx.AsyncClient):
    """The httpx client that the generated bindings use; every failure is a ClientError.

    All request methods of httpx call ``send``. Closing the client does not close the transport,
    because the transport belongs to the session.
    """

    def __init__(
        self,
        base_url: str,
        options: Options,
        transport: AsyncHTTPTransport | AsyncGivenTransport,
    ) -> None:
        super().__init__(
            base_url=base_url,
            headers=options.headers,
            timeout=options.timeouts(answer=options.timeout),
            transport=httpx.AsyncBaseTransport(),  # never used
            trust_env=False,
        )
        given = {name.lower() for name in options.headers}
        if "user-agent" not in given:
            self.headers["User-Agent"] = USER_AGENT
        if "accept-encoding" not in given:
            self.headers["Accept-Encoding"] = ENCODINGS
        self._sender = transport
        self._base = str(self.base_url)
        self._plain = PlainRequests(self)
        self._stream_timeout = options.timeouts(answer=None)
        self._options = options
        self._is_watched = options.on_attempt is not None
        self._token = options.token if isinstance(options.token, str) else None
        self._tokens = options.token_provider

    def build_request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Request:
        """Build a request faster than httpx, which spends a fifth of a call on parsing the URL."""
        if isinstance(url, str) and url.startswith("/"):
            url = joined(self._base, url)
            if (plain := self._plain.make(method, url, options)) is not None:
                return plain
        return super().build_request(method, url, **options)

    def stream(  # type: ignore[override]
        self, *arguments: Any, **options: Any
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Open a stream; without a ``timeout``, the stream may be silent without limit."""
        options.setdefault("timeout", self._stream_timeout)
        return super().stream(*arguments, **options)

    async def send(
        self,
        request: httpx.Request,
        *,
        stream: bool = False,
        span: AsyncSpan | None = None,
        **_: Any,
    ) -> httpx.Response:
        """Send a request and return the response; read the whole body unless it is a stream.

        Args:
            request: The request.
            stream: Whether the body is a stream, which the caller reads.
            span: The span that records the request's attempts.

        Raises:
            ClientError: No complete response arrived, or the response reports a failure.
        """
        if span is None and is_traced():
            from .tracing import traced  # noqa: PLC0415 (loads OpenTelemetry)

            return await traced(self.send, request, self.base_url.path.rstrip("/"), stream=stream)
        self._check_origin(request)
        self._add_headers(request)
        replayable = isinstance(request.stream, httpx.ByteStream)
        tokens = self._tokens
        attempts = renewals = 0
        while True:
            attempts += 1
            token = None if tokens is None else await self._newest_token(request, tokens)
            start = perf_counter()
            try:
                response = await self._send_once(request, stream)
            except errors.ClientError as error:
                if not error.attempts:  # the request was refused before it was sent
                    raise
                error.attempts = attempts
                if error.status is None and is_cancelled():  # this client cancelled the request
                    raise
                # The server may have sent data of this stream that it does not send again.
                is_lost = stream and isinstance(error, errors.StreamInterrupted)
                pause = self._options.retries.pause(
                    error,
                    method=request.method,
                    attempts=attempts - renewals,
                    replayable=replayable and not is_lost,
                )
                if _wants_new_token(error, tokens, token, replayable) and not renewals:
                    renewals, pause = 1, 0.0
                await self._report(
                    request, attempts, perf_counter() - start, span, error=error, pause=pause
                )
                if pause is None:
                    raise
            else:
                if self._is_watched or span is not None or _log.isEnabledFor(DEBUG):
                    seconds = perf_counter() - start
                    await self._report_success(
                        request, attempts, seconds, span, response, stream=stream
                    )
                return response
            await async_sleep(pause)

    async def _report_success(
        self,
        request: httpx.Request,
        number: int,
        seconds: float,
        span: AsyncSpan | None,
        response: httpx.Response,
        *,
        stream: bool,
    ) -> None:
        """Report a successful attempt; close the response if the report is interrupted."""
        try:
            await self._report(request, number, seconds, span, response, stream=stream)
        except BaseException:
            await response.aclose()
            raise

    async def _report(
        self,
        request: httpx.Request,
        number: int,
        seconds: float,
        span: AsyncSpan | None,
        response: httpx.Response | None = None,
        *,
        stream: bool = False,
        error: errors.ClientError | None = None,
        pause: float | None = None,
    ) -> None:
        """Report an attempt to the log, the span and ``on_attempt``."""
        sent = request.headers.get("Content-Length")
        body = None if response is None or stream else response.content
        status = None if error is None else error.status
        attempt = Attempt(
            method=request.method,
            url=str(request.url).partition("?")[0],
            number=number,
            status=status if response is None else response.status_code,
            error=error,
            seconds=seconds,
            sent=int(sent) if sent else 0 if isinstance(request.stream, httpx.ByteStream) else None,
            received=None if body is None else len(body),
            pause=pause,
        )
        _log.log(DEBUG if pause is None else WARNING, "%s", attempt)
        if span is not None:
            span.record_attempt(attempt)
        if self._options.on_attempt is not None:
            try:
                await async_call(self._options.on_attempt, attempt)
            except Exception:  # noqa: BLE001 (it does not affect the request)
                _log.exception("on_attempt failed")

    async def _newest_token(self, request: httpx.Request, tokens: TokenProvider) -> Secret:
        """Add the current token to a request; renew the token first if necessary."""
        token = tokens.current() or await self._renewed_token(request, tokens)
        request.headers["Authorization"] = f"Bearer {token}"
        return token

    async def _renewed_token(self, request: httpx.Request, tokens: TokenProvider) -> Secret:
        """Call the token function, or wait for the result of another request's call."""
        timeout = request.extensions.get("timeout", {}).get("read") or self._options.timeout
        deadline = math.inf if timeout is None else monotonic() + timeout
        while True:
            flight, is_leader = tokens.join()
            if is_leader:
                async_call_in_background(
                    tokens.function,
                    partial(tokens.returned, flight),
                    partial(tokens.raised, flight),
                )
            remaining = None if math.isinf(deadline) else max(deadline - monotonic(), 0)
            if not await async_settled(flight.result, remaining):
                raise errors.RequestTimeoutError(
                    f"the function passed as token= returned no token within {timeout} s",
                    method=request.method,
                    url=str(request.url),
                )
            if (token := flight.result.result().get()) is not None:
                return token

    async def _send_once(
        self, request: httpx.Request, stream: bool, redirects: int = 0
    ) -> httpx.Response:
        if stream and not isinstance(request.stream, httpx.ByteStream):
            request.extensions["duplex"] = True
        try:
            response = await self._sender.handle_async_request(request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The system's error explains more than the error of httpx.
            proxy = self._sender.proxy if isinstance(self._sender, AsyncHTTPTransport) else None
            failure = failures.before_answer(
                error, request, proxy, is_stream=stream, is_first=not self._sender.has_responded
            )
            raise failure from (error.__cause__ or error)
        response.request = request
        if stream and response.is_success:
            return response
        content = await read_body(response, self._options)
        if response.is_success:
            return response
        if self._options.follow_redirects and response.has_redirect_location:
            return await self._redirected(request, response, stream, redirects)
        raise error_of(response, content)

    async def _redirected(
        self, request: httpx.Request, response: httpx.Response, stream: bool, redirects: int
    ) -> httpx.Response:
        """Follow a redirect within the same server; raise an error for any other redirect."""
        details = failures.received(response)
        if request.method != "GET" or redirects == _MAX_REDIRECTS:
            why = "too many redirects" if redirects else "redirects are followed only for a GET"
            raise errors.RequestError(why, **details)
        try:
            target = request.url.join(response.headers["Location"])
        except httpx.InvalidURL as error:
            raise errors.InvalidResponseError(
                f"redirected to an invalid URL: {error}", **details
            ) from error
        if not self._is_ours(target):
            raise errors.RequestError("redirected to another server", **details)
        further = self.build_request(
            "GET", target, headers=request.headers, extensions=request.extensions
        )
        return await self._send_once(further, stream, redirects + 1)

    def _check_origin(self, request: httpx.Request) -> None:
        """Refuse a request to another origin, because it would contain this client's secrets."""
        ours, url = self.base_url, request.url
        if not self._is_ours(url):
            raise errors.BadParametersError(
                f"this client sends requests only to {ours.scheme}://{ours.netloc.decode()}, "
                f"not to {url.scheme}://{url.netloc.decode()}"
            )

    def _is_ours(self, url: httpx.URL) -> bool:
        """Return whether a URL has this client's origin."""
        return origin(url) == origin(self.base_url)

    def _add_headers(self, request: httpx.Request) -> None:
        headers, options = request.headers, self._options
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        for name, value in ClientUtils.default_headers().items():
            if headers.get(name) in {None, USER_AGENT, ENCODINGS}:
                headers[name] = value
        if options.environment_token is not None:
            headers.setdefault("Authorization", f"Bearer {options.environment_token}")
        if request.method == "DELETE":
            # Hubs refuse a DELETE without a Content-Type, although a DELETE has no body.
            headers.setdefault("Content-Type", "application/json")


class AsyncBody:
    """The decompressed body of an open response; it can be iterated once, while it arrives.

    If a step is interrupted, the next step returns the data that follows.
    """

    def __init__(self, response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.AsyncByteStream)
        self._response = response
        self._decoder: Decoder | None = None
        self._chunks: AsyncIterator[bytes] = aiter(response.stream)
        self._received = 0

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            if (decoder := self._decoder) is None:
                decoder = self._decoder = Decoder(self._response)
            while True:
                if decoder.is_needed and (piece := decoder.take()):
                    return piece
                chunk = await anext(self._chunks, None)
                if chunk is None:
                    decoder.end()
                    raise StopAsyncIteration
                self._received += len(chunk)
                if not decoder.is_needed:
                    return chunk
                decoder.feed(chunk)
        except httpx.HTTPError as error:
            raise failures.in_body(error, self._response.request, self._received) from error


def comes_over_network(response: httpx.Response) -> bool:
    """Return whether a response arrives over one of this package's own connections."""
    return isinstance(response.stream, AsyncResponseStream)


def error_of(response: httpx.Response, content: bytes) -> errors.ClientError:
    """Return the error for a response with an error status."""
    return errors.from_response(
        status=response.status_code,
        reason=response.reason_phrase,
        content=content,
        headers=response.headers,
        method=response.request.method,
        url=str(response.request.url),
    )


async def read_body(response: httpx.Response, options: Options) -> bytes:
    """Read a body up to the limit ``max_body``, and close the response.

    The body of an error may be incomplete.
    """
    pieces: list[bytes] = []
    size, limit = 0, options.max_body
    stream = response.stream
    own = stream if isinstance(stream, AsyncResponseStream) else None
    if own is not None and not response.is_success:
        # A stream may be silent without limit, but an error response may not.
        own.limit_silence(options.timeout)
    try:
        # A small body arrives with the head. Taking it without a wait saves 10 % of a call's time.
        if (
            own is not None
            and "content-encoding" not in response.headers
            and (whole := own.take_all()) is not None
        ):
            pieces.append(whole)
            size = len(whole)
        else:
            async for piece in AsyncBody(response):
                size += len(piece)
                if size > limit:
                    break
                pieces.append(piece)
        if size > limit:
            raise failures.too_large(response, limit)
        if own is not None and response.is_success and not await own.is_all_sent():
            raise failures.half_sent(response.request)
    except (errors.StreamInterrupted, errors.RequestTimeoutError):
        if response.is_success or is_cancelled():
            raise
        # An error's status is more useful than an error about its incomplete body.
    finally:
        await response.aclose()
    # httpx's own aread() also stores the content, but has no limit.
    content = b"".join(pieces)
    response._content = content  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return content


def _wants_new_token(
    error: errors.ClientError, tokens: TokenProvider | None, token: str | None, replayable: bool
) -> bool:
    """Return whether a token was refused and the request can be sent again with a new token."""
    if tokens is None or token is None:
        return False
    if isinstance(error, errors.NotAuthorizedError):
        tokens.expire_soon(token)
    if not isinstance(error, errors.NeedAuthenticationError):
        return False
    tokens.reject(token)
    return replayable
