"""A request to a fake server, and its responses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterable, Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from aiohttp import HttpVersion11, web

from .seen_request import SeenRequest, add_data, masked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

JSON = "application/json"
BYTES = "application/octet-stream"
UNDEFINED = object()  # The result of Call.json() for an empty body.
# Hubs send these reason phrases. Python 3.13 uses other phrases for these statuses.
HUB_REASONS = {413: "Payload Too Large", 422: "Unprocessable Entity"}

_JSON_TYPES = {JSON, "text/json", "*/*", "application/*", "text/*"}
_STREAM_TYPES = {BYTES, "*/*", "application/*"}
_TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"


class HubError(Exception):
    """An error of a hub; the form of its response depends on the version and on the route."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Answer(Exception):  # noqa: N818 (not an error)
    """A response that is raised to end the handling of a request."""

    def __init__(self, response: web.StreamResponse) -> None:
        super().__init__()
        self.response = response


class Call:
    """A request to a fake server.

    Attributes:
        path: The path below the base URL, as it was sent.
        seen: The record of the request, which tests can read.
        cut: The number of bytes of a body after which the connection is closed; None: never.
        holds_head: Whether the server sends the head of a stream together with its first byte.
    """

    def __init__(self, request: web.Request, base: str, *, holds_head: bool) -> None:
        raw_path, _, query = request.raw_path.partition("?")
        self.request = request
        self.method: str = "GET" if request.method == "HEAD" else request.method
        self.path: str = raw_path.removeprefix(base)
        self.seen: SeenRequest = SeenRequest(
            request.method, self.path, query, masked(request.headers)
        )
        self.cut: int | None = None
        self.holds_head = holds_head
        self._continued = False

    def __getitem__(self, name: str) -> str:
        """Return a path parameter, percent-decoded."""
        return self.request.match_info[name]

    def header(self, name: str) -> str | None:
        """Return a header of the request."""
        return self.request.headers.get(name)

    @property
    def content_type(self) -> str | None:
        """The request's Content-Type header, unchanged."""
        return self.header("Content-Type")

    def ends_stream(self) -> bool:
        """Return whether the input ends after this request; by default, it ends."""
        return self.header("x-end-stream") not in {"false", "success"}

    def check_accept(self, *, is_stream: bool) -> None:
        """Refuse a request that does not accept the content type of the route."""
        accepted = self.header("Accept")
        types = _STREAM_TYPES if is_stream else _JSON_TYPES
        # Hubs split the header without removing spaces.
        if accepted and not any(one.split(";")[0] in types for one in accepted.split(",")):
            raise HubError(415, "Invalid content-type")

    def check_upload_type(self) -> None:
        """Refuse an upload whose content type is not application/octet-stream."""
        if self.content_type and _plain(self.content_type) not in _STREAM_TYPES:
            raise HubError(415, "Invalid content-type")

    # The request's body

    async def continue_(self) -> None:
        """Send 100 Continue to a client that waits for it."""
        if not self._continued and self.header("Expect") and self.request.transport:
            self.request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._continued = True

    async def body(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives."""
        await self.continue_()
        async for data in self.request.content.iter_any():
            add_data(self.seen, data)
            if self.cut is not None:
                self.cut -= len(data)
                if self.cut <= 0:
                    self.hang_up()
            yield data

    async def read(self) -> bytes:
        """Return the whole body."""
        return b"".join([data async for data in self.body()])

    async def json(self) -> Any:
        """Return the body as JSON, or UNDEFINED if the body is empty."""
        content_type = self.content_type or ""
        charset = content_type.partition("charset=")[2] or "utf-8"
        if _plain(content_type) not in _JSON_TYPES or charset.lower() != "utf-8":
            raise HubError(400, "Could not parse content")
        body = await self.read()
        try:
            return json.loads(body) if body else UNDEFINED
        except ValueError:
            raise HubError(400, "Could not parse content") from None

    async def options(self) -> dict[str, Any]:
        """Return the JSON object in the body, or an empty one for any other value."""
        found = await self.json()
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    # The response

    async def stream(
        self,
        status: int = 200,
        content_type: str = BYTES,
        reason: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Stream:
        """Start a response whose body is sent piece by piece."""
        stream = Stream(self, status, reason, {"Content-Type": content_type, **(headers or {})})
        self.seen.status = status
        if not self.holds_head:
            await stream.prepare(self.request)
        if self.request.method == "HEAD":
            await stream.write_eof()
            raise Answer(stream)
        return stream

    async def send_all(self, parts: AsyncIterable[bytes]) -> web.StreamResponse:
        """Send all parts as one streamed response."""
        stream = await self.stream()
        async for part in parts:
            await stream.write(part)
        await stream.write_eof()
        return stream

    async def finish(self, answer: object) -> web.StreamResponse:
        """Return the response to send for a handler's result, which is a response or JSON."""
        response = answer if isinstance(answer, web.StreamResponse) else json_answer(answer)
        if not isinstance(response, web.Response):
            return response
        self.seen.status = response.status
        if isinstance(response, Chunked) and self.request.version >= HttpVersion11:
            response.enable_chunked_encoding()
        if self.cut is None or not isinstance(response.body, bytes):
            return response
        content_type = response.headers.get("Content-Type", "")
        stream = await self.stream(response.status, content_type, response.reason)
        await stream.write(response.body)
        await stream.write_eof()
        return stream

    async def wait_for_ever(self) -> None:
        """Wait until the client disconnects, because hubs do not respond in this case."""
        await asyncio.Event().wait()

    def hang_up(self) -> None:
        """Close the connection in the middle of a message."""
        if self.request.transport is not None:
            self.request.transport.close()
        raise ConnectionResetError("the test requested to cut this connection")

    def time_out(self) -> None:
        """Close the connection of a request that did not arrive in time, as Node does."""
        transport = self.request.transport
        if transport is not None and not self.request.content.is_eof():
            if self.seen.status is None:
                transport.write(_TIMED_OUT)
            transport.close()


class Stream(web.StreamResponse):
    """A response that is sent piece by piece."""

    def __init__(
        self, call: Call, status: int, reason: str | None, headers: Mapping[str, str]
    ) -> None:
        super().__init__(status=status, reason=reason, headers=headers)
        self._call = call

    async def write(self, data: bytes) -> None:  # type: ignore[override]
        """Send data; close the connection after the number of bytes in ``cut``."""
        await self.prepare(self._call.request)
        left = self._call.cut
        if left is not None and len(data) >= left:
            await super().write(data[:left])
            self._call.hang_up()
        await super().write(data)
        if left is not None:
            self._call.cut = left - len(data)

    async def write_eof(self, data: bytes = b"") -> None:
        """End the response."""
        await self.prepare(self._call.request)
        await super().write_eof(data)


Handler = Callable[[Call], Awaitable[object]]
# The keys are a method and a path. STREAM is a GET whose response is a stream; * is any method.
Routes = dict[str, Handler]


class Chunked(web.Response):
    """A complete response that is sent without Content-Length, as hubs do."""


def json_answer(
    value: Any, status: int = 200, content_type: str = JSON, reason: str | None = None
) -> web.Response:
    """Return a response with a JSON body."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _chunked(body, status, reason, content_type)


def error_answer(error: Any, status: int) -> web.Response:
    """Return a response with an error in the form that most routes use."""
    return json_answer({"error": error}, status)


def refusal(status: int, error: Any) -> Answer:
    """Return an exception that ends a request with an error in the form of most routes."""
    return Answer(error_answer(error, status))


def empty_answer(status: int, reason: str | None = None, content_type: str = "") -> web.Response:
    """Return a response without a body."""
    return _chunked(b"", status, reason, content_type)


def text_answer(text: str, status: int) -> web.Response:
    """Return a plain text response with Content-Length, but without a content type."""
    return web.Response(body=text.encode(), status=status, headers={"Content-Type": ""})


def _chunked(body: bytes, status: int, reason: str | None, content_type: str) -> web.Response:
    headers = {"Content-Type": content_type}
    reason = reason or HUB_REASONS.get(status)
    return Chunked(body=body, status=status, reason=reason, headers=headers)


async def finish_head(_: web.Request, response: web.StreamResponse) -> None:
    """Change the headers of a response to those that a hub sends."""
    if not response.headers.get("Content-Type"):
        response.headers.popall("Content-Type", None)
    response.headers.popall("Server", None)
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.keep_alive:
        response.headers["Keep-Alive"] = "timeout=5"


def _plain(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
