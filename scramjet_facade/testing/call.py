"""One request, and the ways to answer it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from aiohttp import HttpVersion11, web

from .seen_request import SeenRequest, masked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

JSON = "application/json"
BYTES = "application/octet-stream"
UNDEFINED = object()  # an empty body, where JSON is expected

_JSON_TYPES = {JSON, "text/json", "*/*", "application/*", "text/*"}
_STREAM_TYPES = {BYTES, "*/*", "application/*"}


class ThrownError(Exception):
    """An error inside the server, which tells it in the way of the router that it happened in."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class AnsweredEarly(Exception):  # noqa: N818 (no error)
    """The answer, from the midst of something."""

    def __init__(self, response: web.StreamResponse) -> None:
        super().__init__()
        self.response = response


class Call:
    """A request to a fake server.

    Attributes:
        segments: The path below the base URL, decoded; None for a path that is not below it, or
            has an empty segment.
        seen: What tests see of it.
        cut: The bytes after which its connection ends.
    """

    def __init__(self, request: web.Request, base: str) -> None:
        raw_path, _, query = request.raw_path.partition("?")
        self.request = request
        self.method = "GET" if request.method == "HEAD" else request.method
        self.segments = below(base, raw_path)
        self.path = raw_path.removeprefix(base)
        self.seen = SeenRequest(request.method, self.path, query, masked(request.headers))
        self.cut: int | None = None
        self._continued = False

    def header(self, name: str) -> str | None:
        """Return a header of the request."""
        return self.request.headers.get(name)

    @property
    def content_type(self) -> str | None:
        """The type of the request's body, as it was sent."""
        return self.header("Content-Type")

    def ends_stream(self) -> bool:
        """Say whether a stream that is sent to ends with this request, as it does by default."""
        return self.header("x-end-stream") not in {"false", "success"}

    # What is accepted

    def check_wants_json(self) -> None:
        """Refuse a request for anything else."""
        self._check_accept(_JSON_TYPES)

    def check_wants_stream(self) -> None:
        """Refuse a request for anything else."""
        self._check_accept(_STREAM_TYPES)

    def check_upload_type(self) -> None:
        """Refuse a body that isn't called a stream of bytes."""
        if self.content_type and _plain(self.content_type) not in _STREAM_TYPES:
            raise ThrownError(415, "Invalid content-type")

    def _check_accept(self, types: set[str]) -> None:
        accepted = self.header("Accept")
        # Hubs split it without a look at the spaces.
        if accepted and not any(one.split(";")[0] in types for one in accepted.split(",")):
            raise ThrownError(415, "Invalid content-type")

    # The request's body

    async def continue_(self) -> None:
        """Let a client that has asked for it send its body."""
        if not self._continued and self.header("Expect") and self.request.transport:
            self.request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._continued = True

    async def body(self) -> AsyncIterator[bytes]:
        """Give the body as it comes."""
        await self.continue_()
        async for data in self.request.content.iter_any():
            self.seen.add(data)
            if self.cut is not None:
                self.cut -= len(data)
                if self.cut <= 0:
                    self.hang_up()
            yield data

    async def all(self) -> bytes:
        """Return the whole body."""
        return b"".join([data async for data in self.body()])

    async def json(self) -> Any:
        """Return the body's JSON, or UNDEFINED."""
        content_type = self.content_type or ""
        charset = content_type.partition("charset=")[2] or "utf-8"
        if _plain(content_type) not in _JSON_TYPES or charset.lower() != "utf-8":
            raise ThrownError(400, "Could not parse content")
        body = await self.all()
        try:
            return json.loads(body) if body else UNDEFINED
        except ValueError:
            raise ThrownError(400, "Could not parse content") from None

    async def options(self) -> dict[str, Any]:
        """Return the body's JSON object; anything else stands for none."""
        found = await self.json()
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    # The answer

    async def stream(
        self,
        status: int = 200,
        content_type: str = BYTES,
        reason: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Stream:
        """Send the head of an answer whose body comes bit by bit."""
        stream = Stream(self, status, reason, {"Content-Type": content_type, **(headers or {})})
        await stream.prepare(self.request)
        self.seen.status = status
        if self.request.method == "HEAD":
            await stream.write_eof()
            raise AnsweredEarly(stream)
        return stream

    async def send(self, response: web.Response) -> web.StreamResponse:
        """Send an answer that may be cut."""
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

    async def never(self) -> None:
        """Wait until the client has gone, as hubs do where they never answer."""
        await asyncio.Event().wait()

    def hang_up(self) -> None:
        """End the connection in the midst of things."""
        if self.request.transport is not None:
            self.request.transport.close()
        raise ConnectionResetError("the connection is cut, as asked for")


class Stream(web.StreamResponse):
    """An answer bit by bit."""

    def __init__(
        self, call: Call, status: int, reason: str | None, headers: Mapping[str, str]
    ) -> None:
        super().__init__(status=status, reason=reason, headers=headers)
        self._call = call

    async def write(self, data: bytes) -> None:  # type: ignore[override]
        """Send some data, or what comes before the cut."""
        left = self._call.cut
        if left is not None and len(data) >= left:
            await super().write(data[:left])
            self._call.hang_up()
        await super().write(data)
        if left is not None:
            self._call.cut = left - len(data)


def below(base: str, raw_path: str) -> list[str] | None:
    """Return the segments of a path below another, decoded; None if it isn't, or one is empty."""
    parts = raw_path.removesuffix("/").split("/")
    depth = base.count("/") + 1
    if "/".join(parts[:depth]) != base or "" in parts[depth:] or len(parts) == depth:
        return None
    return [unquote(part) for part in parts[depth:]]


def route(method: str, segments: list[str]) -> str:
    """Return the key of a route, whose second segment, if there is one, is an id."""
    return " ".join(
        [method, "/".join([*segments[:1], *["*" for _ in segments[1:2]], *segments[2:]])]
    )


class Chunked(web.Response):
    """A whole answer whose length hubs don't tell."""


def json_answer(
    value: Any, status: int = 200, content_type: str = JSON, reason: str | None = None
) -> web.Response:
    """Return an answer of JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _answer(body, status, reason, content_type)


def error_answer(error: Any, status: int, reason: str | None = None) -> web.Response:
    """Return an error as hubs return them."""
    return json_answer({"error": error}, status, reason=reason)


def empty_answer(status: int, reason: str | None = None, content_type: str = "") -> web.Response:
    """Return an answer without a body."""
    return _answer(b"", status, reason, content_type)


def text_answer(text: str, status: int) -> web.Response:
    """Return a text without a type, its length given."""
    return web.Response(body=text.encode(), status=status, headers={"Content-Type": ""})


def _answer(body: bytes, status: int, reason: str | None, content_type: str) -> web.Response:
    headers = {"Content-Type": content_type}
    return Chunked(body=body, status=status, reason=reason, headers=headers)


async def finish_head(_: web.Request, response: web.StreamResponse) -> None:
    """Make an answer's head look as a hub's does."""
    if not response.headers.get("Content-Type"):
        response.headers.popall("Content-Type", None)
    response.headers.popall("Server", None)
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.keep_alive:
        response.headers["Keep-Alive"] = "timeout=5"


def _plain(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
