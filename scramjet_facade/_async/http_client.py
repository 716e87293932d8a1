"""The one way out: every request of every client passes here."""

from __future__ import annotations

import logging
import math
import sys
from functools import partial
from logging import DEBUG, WARNING
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any

from .. import errors
from ..client_utils import ClientUtils
from ..concurrency.async_flavor import async_call_beside, async_settled, async_sleep
from ..concurrency.sync_flavor import is_cancelled
from ..http11 import ByteStream, InvalidURL
from ..http11.async_client import AsyncHttpClient
from ..http11.settings import user_agent
from ..options.attempt import Attempt
from .spans import SPAN

if TYPE_CHECKING:
    from ..http11 import URL, Request, Response
    from ..http11.async_client import AsyncPool
    from ..options.options import Options
    from ..options.secret import Secret
    from ..options.token import TokenProvider

_HOPS = "scramjet_redirects"
_MOST_HOPS = 5

_log = logging.getLogger("scramjet_facade")


class AsyncTransport(AsyncHttpClient):
    """Adds what every request needs, and makes every failure a ClientError.

    The generated bindings take it for an httpx client, which it is: ``send`` is where all of
    httpx's own request methods end.
    """

    def __init__(self, base_url: str, options: Options, pool: AsyncPool) -> None:
        super().__init__(
            base_url,
            pool,
            headers=options.headers,
            timeout=options.timeout,
            connect_timeout=options.connect_timeout,
        )
        self._options = options
        self._is_watched = options.on_attempt is not None
        self._token = options.token if isinstance(options.token, str) else None
        self._tokens = options.token_provider

    async def send(self, request: Request, *, stream: bool = False, **_: Any) -> Response:
        """Send a request and return its answer, read to its end unless it is a stream.

        Raises:
            ClientError: Nothing came, or not whole, or it says that the request failed.
        """
        if "opentelemetry.trace" in sys.modules and SPAN not in request.extensions:
            from .tracing import traced  # noqa: PLC0415 (it brings OpenTelemetry)

            return await traced(self.send, request, self.base_url.path.rstrip("/"), stream=stream)
        self._check_origin(request)
        self._add_headers(request)
        replayable = isinstance(request.stream, ByteStream)
        tokens = self._tokens
        attempts = renewals = 0
        while True:
            attempts += 1
            token = None if tokens is None else await self._newest_token(request, tokens)
            start = perf_counter()
            try:
                response = await self._send_once(request, stream)
            except errors.ClientError as error:
                if not error.attempts:  # it was refused before it was sent
                    raise
                error.attempts = attempts
                if error.status is None and is_cancelled():  # this client broke it off itself
                    raise
                pause = self._options.retries.pause(
                    error,
                    method=request.method,
                    attempts=attempts - renewals,
                    replayable=replayable,
                )
                if _wants_new_token(error, tokens, token, replayable) and not renewals:
                    renewals, pause = 1, 0.0
                self._tell(request, attempts, perf_counter() - start, error=error, pause=pause)
                if pause is None:
                    raise
            else:
                if self._is_watched or SPAN in request.extensions or _log.isEnabledFor(DEBUG):
                    self._tell(request, attempts, perf_counter() - start, response, stream=stream)
                return response
            await async_sleep(pause)

    def _tell(
        self,
        request: Request,
        number: int,
        seconds: float,
        response: Response | None = None,
        *,
        stream: bool = False,
        error: errors.ClientError | None = None,
        pause: float | None = None,
    ) -> None:
        """Tell whoever wants to know it of an attempt."""
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
            sent=int(sent) if sent else 0 if isinstance(request.stream, ByteStream) else None,
            received=None if body is None else len(body),
            pause=pause,
        )
        _log.log(DEBUG if pause is None else WARNING, "%s", attempt)
        if (span := request.extensions.get(SPAN)) is not None:
            span.tell(attempt)
        if self._options.on_attempt is not None:
            try:
                self._options.on_attempt(attempt)
            except Exception:  # noqa: BLE001 (whatever it is, the request has nothing to do with it)
                _log.exception("on_attempt failed")

    async def _newest_token(self, request: Request, tokens: TokenProvider) -> Secret:
        """Add the current token to a request; renew it first if necessary."""
        token = tokens.current() or await self._renewed_token(request, tokens)
        request.headers["Authorization"] = f"Bearer {token}"
        return token

    async def _renewed_token(self, request: Request, tokens: TokenProvider) -> Secret:
        """Call the token function, or wait for the result if another request calls it."""
        timeout = request.extensions["timeout"]["read"] or self._options.timeout
        deadline = math.inf if timeout is None else monotonic() + timeout
        while True:
            flight, is_leader = tokens.join()
            if is_leader:
                async_call_beside(
                    tokens.function,
                    partial(tokens.returned, flight),
                    partial(tokens.raised, flight),
                )
            remaining = None if math.isinf(deadline) else max(deadline - monotonic(), 0)
            if not await async_settled(flight.answer, remaining):
                raise errors.RequestTimeoutError(
                    f"the function passed as token= returned no token within {timeout} s",
                    method=request.method,
                    url=str(request.url),
                )
            if (token := flight.answer.result().get()) is not None:
                return token

    async def _send_once(self, request: Request, stream: bool) -> Response:
        response = await self.exchange(request, stream=stream)
        if stream and response.is_success:
            return response
        content = await self.read(response, self._options.max_body)
        if response.is_success:
            return response
        if self._options.follow_redirects and response.has_redirect_location:
            return await self._redirected(request, response, stream)
        raise errors.from_response(
            status=response.status_code,
            reason=response.reason_phrase,
            content=content,
            headers=response.headers,
            method=request.method,
            url=str(request.url),
        )

    async def _redirected(self, request: Request, response: Response, stream: bool) -> Response:
        """Go on to where the server sends a request, if that is the same server."""
        hops: int = request.extensions.get(_HOPS, 0)
        details: dict[str, Any] = {
            "status": response.status_code,
            "headers": response.headers,
            "method": request.method,
            "url": str(request.url),
            "attempts": 1,
            "may_have_arrived": True,
        }
        if request.method != "GET" or hops == _MOST_HOPS:
            why = "redirected again and again" if hops else "only a GET is redirected"
            raise errors.RequestError(why, **details)
        try:
            target = request.url.join(response.headers["Location"])
        except InvalidURL as error:
            raise errors.InvalidResponseError(
                f"redirected to what is no URL: {error}", **details
            ) from error
        if not self._is_ours(target):
            raise errors.RequestError("redirected to another server", **details)
        further = self.build_request(
            "GET",
            target,
            headers=request.headers,
            extensions={**request.extensions, _HOPS: hops + 1},
        )
        return await self._send_once(further, stream)

    def _check_origin(self, request: Request) -> None:
        """Refuse to send this client's secrets anywhere but to its base URL's origin."""
        ours, url = self.base_url, request.url
        if not self._is_ours(url):
            raise errors.BadParametersError(
                f"this client talks to {ours.scheme}://{ours.netloc.decode()} only, "
                f"not to {url.scheme}://{url.netloc.decode()}"
            )

    def _is_ours(self, url: URL) -> bool:
        """Tell whether a URL has this client's origin."""
        ours = self.base_url
        return (url.scheme, url.host, url.port) == (ours.scheme, ours.host, ours.port)

    def _add_headers(self, request: Request) -> None:
        headers, options = request.headers, self._options
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        for name, value in ClientUtils.default_headers().items():
            if headers.get(name) in {None, user_agent()}:
                headers[name] = value
        if options.environment_token is not None:
            headers.setdefault("Authorization", f"Bearer {options.environment_token}")
        if request.method == "DELETE":
            # Hubs refuse a DELETE without it, though it has no body.
            headers.setdefault("Content-Type", "application/json")


def _wants_new_token(
    error: errors.ClientError, tokens: TokenProvider | None, token: str | None, replayable: bool
) -> bool:
    """Tell whether a token was refused, and the request can be sent again with a new one."""
    if tokens is None or token is None:
        return False
    if isinstance(error, errors.NotAuthorizedError):
        tokens.expire_soon(token)
    if not isinstance(error, errors.NeedAuthenticationError):
        return False
    tokens.reject(token)
    return replayable
