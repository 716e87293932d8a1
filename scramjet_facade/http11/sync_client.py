"""httpx for the synchronous clients, over this package's own connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ..errors import BadParametersError
from . import failures
from .decoding import Decoder, plain_body
from .pool import BasePool
from .settings import ENCODINGS, PlainRequests, joined, timeouts, user_agent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from .channel import Channel


def sync_transport(given: object) -> httpx.BaseTransport | None:
    """Return the value of ``transport=`` if a synchronous client can use it."""
    if given is None or isinstance(given, httpx.BaseTransport):
        return given
    raise BadParametersError(
        f"transport must be an httpx.BaseTransport, not {type(given).__name__}"
    )


class Pool(BasePool[httpx.BaseTransport]):
    """The connections that a client and all clients reached from it share."""

    def handle(self, request: httpx.Request, *, duplex: bool = False) -> httpx.Response:
        """Send a request; return its answer with the body unread."""
        from .sync_exchange import SyncExchange  # noqa: PLC0415 (not before the first request)

        self._check()
        if self._transport is not None:
            response = self._transport.handle_request(request)
            response.request = request
            return response
        channel = self._idle_channel() or self._new_channel(request)
        exchange = SyncExchange(channel, request, self._give_back)
        try:
            self._begin(exchange)
            return exchange.run(self._way, duplex=duplex)
        except BaseException:
            exchange.close()
            raise

    def close(self) -> None:
        """Close all connections; requests are refused from now on."""
        self._close()

    def _new_channel(self, request: httpx.Request) -> Channel:
        from .sync_dial import Dial  # noqa: PLC0415

        dial = Dial(self._way, request.extensions["timeout"]["connect"])
        try:
            self._begin(dial)
            return dial.connect()
        finally:
            self._busy.discard(dial)


class HttpClient(httpx.Client):
    """What the generated bindings call; it adds no policy of its own."""

    def __init__(
        self,
        base_url: str,
        pool: Pool,
        *,
        headers: Mapping[str, str],
        timeout: float | None,
        connect_timeout: float,
    ) -> None:
        super().__init__(
            base_url=base_url,
            headers=headers,
            timeout=timeouts(connect=connect_timeout, answer=timeout),
            transport=httpx.BaseTransport(),  # never used, and closing it closes no connection
            trust_env=False,
        )
        given = {name.lower() for name in headers}
        if "user-agent" not in given:
            self.headers["User-Agent"] = user_agent()
        if "accept-encoding" not in given:
            self.headers["Accept-Encoding"] = ENCODINGS
        self._pool = pool
        self._base = str(self.base_url)
        self._plain = PlainRequests(self)
        self._stream_timeout = timeouts(connect=connect_timeout, answer=None)

    def build_request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Request:
        """Build a request; httpx by itself would read its URL three times for each."""
        if isinstance(url, str) and url.startswith("/"):
            url = joined(self._base, url)
            if (plain := self._plain.make(method, url, options)) is not None:
                return plain
        return super().build_request(method, url, **options)

    def stream(  # type: ignore[override]
        self, *arguments: Any, **options: Any
    ) -> AbstractContextManager[httpx.Response]:
        """Open a stream, which may be silent for as long as it likes unless told otherwise."""
        options.setdefault("timeout", self._stream_timeout)
        return super().stream(*arguments, **options)

    def exchange(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request once; return its answer with the body unread, or raise a ClientError."""
        # A streamed answer to a streamed body: both are to run at the same time.
        duplex = stream and not isinstance(request.stream, httpx.ByteStream)
        try:
            return self._pool.handle(request, duplex=duplex)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise failures.before_answer(error, request) from error

    def read(self, response: httpx.Response, limit: int) -> bytes:
        """Read an answer's body to its end, if it has no more bytes than the limit."""
        pieces: list[bytes] = []
        size = 0
        try:
            if (whole := plain_body(response)) is not None:
                pieces.append(whole)
                size = len(whole)
            else:
                for piece in body(response):
                    size += len(piece)
                    if size > limit:
                        break
                    pieces.append(piece)
            if size > limit:
                raise failures.too_large(response, limit)
        finally:
            response.close()
        # What httpx's own read() does, which has no limit.
        content = b"".join(pieces)
        response._content = content  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        return content


def body(response: httpx.Response) -> Iterator[bytes]:
    """Give an open answer's body as it comes, decompressed."""
    assert isinstance(response.stream, httpx.SyncByteStream)
    received = 0
    try:
        decoder = Decoder(response)
        for chunk in response.stream:
            received += len(chunk)
            if decoder.is_needed:
                yield from decoder.feed(chunk)
            else:
                yield chunk
        decoder.end()
    except httpx.HTTPError as error:
        raise failures.in_body(error, response.request, received) from error
