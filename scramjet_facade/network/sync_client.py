"""httpx for the synchronous clients, on httpx's own transport."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import httpx

from ..errors import ClientError
from . import failures
from .decoding import Decoder
from .settings import (
    ABORT,
    ENCODINGS,
    KEEPALIVE_SECONDS,
    joined,
    timeouts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from ..settings.route import Route
    from .early_answers import Backend, Stream


class Pool:
    """The connections that a client and all clients reached from it share."""

    def __init__(self, route: Route, base_url: str) -> None:
        self._route = route
        self._base_url = base_url
        self._proxy = route.proxy_for(base_url)
        # To list what is in it is one step, whatever other threads do.
        self._answers: WeakValueDictionary[int, httpx.Response] = WeakValueDictionary()
        self._opening: set[Callable[[], object]] = set()
        self._closed = False
        self._transports: dict[int, tuple[httpx.HTTPTransport, Backend]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._route, self._base_url)  # where it arrives it connects anew

    def _transport(self) -> httpx.HTTPTransport:
        """Return this process's transport, made when it is needed: that takes 30 ms.

        A forked process must not talk over its parent's connections.
        """
        process = os.getpid()
        if process not in self._transports:
            # No lock, which a fork could take over locked. Of two threads' transports one is
            # dropped unused, which costs no connection.
            self._transports.setdefault(process, self._new_transport())
        return self._transports[process][0]

    def _new_transport(self) -> tuple[httpx.HTTPTransport, Backend]:
        """Make a transport, with the backend that knows its connections."""
        from .early_answers import Backend  # noqa: PLC0415 (it brings httpcore)

        transport = httpx.HTTPTransport(
            verify=self._route.ssl_context(self._base_url),
            proxy=self._proxy,
            # An open stream holds its connection: a limit would let streams starve all else.
            # Nor a limit on idle ones: httpcore counts busy ones among them, so with many streams
            # open no connection would be used twice.
            limits=httpx.Limits(
                max_connections=None,
                max_keepalive_connections=None,
                keepalive_expiry=KEEPALIVE_SECONDS,
            ),
        )
        # httpx has no public way to say which backend its connections use.
        pool: Any = transport._pool  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        backend = pool._network_backend = Backend()  # noqa: SLF001
        return transport, backend

    def handle(self, request: httpx.Request, *, duplex: bool = False) -> httpx.Response:
        """Send a request; return its answer with the body unread."""
        if self._closed:
            raise ClientError("this client is closed: make a new one")
        if duplex:
            from .duplex import exchange  # noqa: PLC0415 (it brings aiohttp: only when used)

            response = exchange(
                request, self._route.ssl_context(self._base_url), self._proxy, self._opening
            )
        else:
            response = self._transport().handle_request(request)
            stream: Stream = response.extensions["network_stream"]
            stream.head_came()
        self._answers[id(response)] = response
        if self._closed:  # meanwhile
            response.close()
            raise ClientError("this client was closed")
        return response

    def close(self) -> None:
        """Close all connections; requests are refused from now on."""
        self._closed = True
        for end in list(self._opening):
            end()
        for reference in self._answers.valuerefs():
            if (response := reference()) is not None and not response.is_closed:
                abort(response)
        if (made := self._transports.get(os.getpid())) is not None:
            transport, backend = made
            backend.break_off()
            transport.close()


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
            del self.headers["User-Agent"]  # httpx's own: ours is added last
        if "accept-encoding" not in given:
            self.headers["Accept-Encoding"] = ENCODINGS
        self._pool = pool
        self._base = str(self.base_url)
        self._stream_timeout = timeouts(connect=connect_timeout, answer=None)

    def build_request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Request:
        """Build a request; httpx by itself would read its URL three times for each."""
        if isinstance(url, str) and url.startswith("/"):
            url = joined(self._base, url)
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
        source = None
        if not stream and not isinstance(request.stream, httpx.ByteStream):
            source = request.stream = _Source(request.stream)
        try:
            response = self._pool.handle(request, duplex=duplex)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise failures.before_answer(error, request) from error
        # An answer that came before the connection broke says nothing of what comes after it.
        if source is not None and not source.is_whole and response.is_success:
            response.close()
            raise failures.half_sent(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _GuardedStream(response.stream, request, response.extensions)
        response.request = request
        return response

    def read(self, response: httpx.Response, limit: int) -> bytes:
        """Read an answer's body to its end, if it has no more bytes than the limit."""
        pieces: list[bytes] = []
        size = 0
        try:
            for piece in body(response):
                size += len(piece)
                if size > limit:
                    raise failures.too_large(response, limit)
                pieces.append(piece)
        finally:
            response.close()
        # What httpx's own read() does, which has no limit.
        content = b"".join(pieces)
        response._content = content  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        return content


def abort(response: httpx.Response) -> None:
    """Break an open answer off, from whatever thread: its reader sees that at once."""
    if (end := response.extensions.get(ABORT)) is not None:
        end()
        return
    connection: Stream = response.extensions["network_stream"]
    connection.break_off()


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
    except httpx.DecodingError as error:
        raise failures.in_body(error, response.request, received) from error


class _Source(httpx.SyncByteStream):
    """A request's body that knows whether all of it was sent."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.is_whole = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream
        self.is_whole = True


class _GuardedStream(httpx.SyncByteStream):
    """A body whose end is its real end: anything else is a ClientError."""

    def __init__(
        self, stream: httpx.SyncByteStream, request: httpx.Request, extensions: Mapping[str, Any]
    ) -> None:
        self._stream = stream
        self._request = request
        self._extensions = extensions

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        try:
            for chunk in self._stream:
                received += len(chunk)
                yield chunk
        except httpx.HTTPError as error:
            raise failures.in_body(error, self._request, received) from error

    def close(self) -> None:
        connection: Stream | None = self._extensions.get("network_stream")
        if connection is not None and _has_leftovers(self._stream):
            connection.has_leftovers = True
        self._stream.close()


def _has_leftovers(stream: Any) -> bool:
    """Tell whether more came than an answer's head had told.

    h11 would take it for the next answer's beginning, and httpcore doesn't look.
    """
    parser = stream._httpcore_stream._stream._connection._h11_state  # noqa: SLF001
    return bool(parser.trailing_data[0])


def upload_timeouts(*, connect: float, answer: float | None) -> httpx.Timeout:
    """Return the limits for a request with an upload: sending may take as long as it takes."""
    return httpx.Timeout(connect=connect, read=answer, write=None, pool=connect)


class AnswerDeadline:
    """Does nothing: httpx counts the time for the answer from the upload's last byte."""

    def __init__(self, seconds: float | None) -> None:
        """Take what the asynchronous twin takes."""

    def start(self) -> None:
        """Take the call of the asynchronous twin."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exc_info: Any) -> None:
        pass
