"""The one way out: every request of every client passes here."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING, Any

from .. import errors
from ..client_utils import ClientUtils
from ..data.async_flavor import async_sleep
from ..network import ByteStream, InvalidURL
from ..network.async_client import AsyncHttpClient
from ..network.settings import user_agent

if TYPE_CHECKING:
    from ..network import URL, Request, Response
    from ..network.async_client import AsyncPool
    from ..settings.options import Options

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

    async def send(self, request: Request, *, stream: bool = False, **_: Any) -> Response:
        """Send a request and return its answer, read to its end unless it is a stream.

        Raises:
            ClientError: Nothing came, or not whole, or it says that the request failed.
        """
        self._check_origin(request)
        self._add_headers(request)
        replayable = isinstance(request.stream, ByteStream)
        attempts = 0
        while True:
            attempts += 1
            try:
                return await self._send_once(request, stream)
            except errors.ClientError as error:
                if error.attempts:  # else it was refused before it was sent
                    error.attempts = attempts
                pause = self._options.retries.pause(
                    error, method=request.method, attempts=attempts, replayable=replayable
                )
                if pause is None:
                    raise
                _log.debug("%s; again in %.3f s", error, pause)
            await async_sleep(pause)

    async def _send_once(self, request: Request, stream: bool) -> Response:
        start = perf_counter()
        response = await self.exchange(request, stream=stream)
        status = response.status_code
        seconds = perf_counter() - start
        _log.debug("%s %s: %d after %.3f s", request.method, request.url, status, seconds)
        if stream and response.is_success:
            return response
        content = await self.read(response, self._options.max_body)
        if response.is_success:
            return response
        if self._options.follow_redirects and response.has_redirect_location:
            return await self._redirected(request, response, stream)
        raise errors.from_response(
            status=status,
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
        if options.token is not None:
            headers["Authorization"] = f"Bearer {options.token}"
        for name, value in ClientUtils.default_headers().items():
            headers.setdefault(name, value)
        if options.environment_token is not None:
            headers.setdefault("Authorization", f"Bearer {options.environment_token}")
        if request.method == "DELETE":
            # Hubs refuse a DELETE without it, though it has no body.
            headers.setdefault("Content-Type", "application/json")
        headers.setdefault("User-Agent", user_agent())
