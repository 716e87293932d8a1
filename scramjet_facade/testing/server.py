"""A server on a loopback port, that tests can look into and disturb."""

from __future__ import annotations

import asyncio
import secrets
import threading
from abc import ABC, abstractmethod
from concurrent.futures import Future
from typing import TYPE_CHECKING, Self

from aiohttp import web

from .call import AnsweredEarly, Call, finish_head, json_answer
from .faults import Fault, Faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from .seen_request import SeenRequest

_IDLE_SECONDS = 5.0  # as hubs close what is idle
_STOP_SECONDS = 10.0


class FakeServer(ABC):
    """What all fakes are: served from a thread of its own while the ``with`` block lasts."""

    _base = "/api/v1"

    def __init__(self, token: str | None) -> None:
        self._token = token
        self._expired: set[str | None] = set()
        self._seen: list[SeenRequest] = []
        self._faults = Faults()
        self._origin: str | None = None

    # Around the block

    def __enter__(self) -> Self:
        began: Future[int] = Future()
        self._thread = threading.Thread(
            target=self._run, args=[began], name=type(self).__name__, daemon=True
        )
        self._thread.start()
        self._origin = f"http://127.0.0.1:{began.result()}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._left.set)
        self._thread.join(_STOP_SECONDS)
        self._origin = None
        if self._thread.is_alive():
            raise RuntimeError(f"{type(self).__name__} does not end")

    # What tests use

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return self._address() + self._base

    @property
    def is_served(self) -> bool:
        """Whether its block has been entered, and not left."""
        return self._origin is not None

    @property
    def token(self) -> str | None:
        """The token that requests need now; None: they need none."""
        return self._token

    @property
    def requests(self) -> list[SeenRequest]:
        """The requests that have come so far, in their order; secrets are masked."""
        return list(self._seen)

    def fail(
        self,
        method: str,
        path: str,
        *,
        status: int = 503,
        times: int | None = 1,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer requests with an error, as if they had never reached what they were meant for.

        Args:
            method: GET, POST and the like; ``*``: any.
            path: The path below the base URL, ``/instances``, where ``*`` stands for anything; or
                its end alone, ``output``.
            status: The answer's status.
            times: How many requests; None: all from now on.
            body: The JSON in the answer; None: an error that says it was asked for.
            headers: The answer's further headers, such as Retry-After.
        """
        if body is None:
            body = {"error": f"a failure that the test has asked for ({status})"}
        self._faults.add(
            Fault("fail", method, path, times, status=status, body=body, headers=headers or {})
        )

    def delay(
        self,
        method: str,
        path: str,
        *,
        seconds: float,
        done: bool = False,
        times: int | None = 1,
    ) -> None:
        """Hold requests back for a while, before anything is done about them.

        Args:
            method: GET, POST and the like; ``*``: any.
            path: As for ``fail``.
            seconds: How long.
            done: Whether all is done at once, and only its answer held back.
            times: How many requests; None: all from now on.
        """
        self._faults.add(Fault("delay", method, path, times, seconds=seconds, done=done))

    def cut(self, path: str, *, after: int, times: int | None = 1) -> None:
        """Let connections end in the midst of an answer's body, or of an upload's.

        Args:
            path: As for ``fail``; so ``output`` is the output of any instance.
            after: The bytes of the body that still pass.
            times: How many requests; None: all from now on.
        """
        self._faults.add(Fault("cut", "*", path, times, after=after))

    def expire_token(self) -> str:
        """Let the token be good no longer: requests with it, or without any, are answered with 401.

        Returns:
            The token that is good from now on.
        """
        self._expired.add(self._token)
        self._token = secrets.token_urlsafe()
        return self._token

    # Inside

    @abstractmethod
    async def _answer(self, call: Call) -> web.StreamResponse:
        """Answer a request."""

    @abstractmethod
    async def _closed(self) -> None:
        """End what runs."""

    def _address(self) -> str:
        if self._origin is None:
            name = type(self).__name__
            raise RuntimeError(f"it is served inside its block only: with {name}() as …")
        return self._origin

    def _run(self, began: Future[int]) -> None:
        try:
            asyncio.run(self._serve(began))
        except BaseException as error:
            if began.done():
                raise
            began.set_exception(error)

    async def _serve(self, began: Future[int]) -> None:
        self._loop = asyncio.get_running_loop()
        self._left = asyncio.Event()
        self._handlers: set[asyncio.Task[object] | None] = set()
        app = web.Application()
        app.on_response_prepare.append(finish_head)
        app.router.add_route("*", "/{path:.*}", self._handle, expect_handler=_expect)
        runner = web.AppRunner(
            app,
            access_log=None,
            handler_cancellation=True,  # a handler ends with its client
            keepalive_timeout=_IDLE_SECONDS,
            shutdown_timeout=_IDLE_SECONDS,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            began.set_result(runner.addresses[0][1])
            await self._left.wait()
        finally:
            await self._closed()
            for handler in self._handlers:
                if handler is not None:
                    handler.cancel()
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = Call(request, self._base)
        self._seen.append(call.seen)
        handler = asyncio.current_task()
        self._handlers.add(handler)
        try:
            return await self._respond(call)
        except ConnectionResetError:
            # As if it were cancelled, for there is nobody to answer: aiohttp would log an error.
            raise asyncio.CancelledError from None
        finally:
            self._handlers.discard(handler)

    async def _respond(self, call: Call) -> web.StreamResponse:
        held = self._faults.take("delay", call.method, call.path)
        if held and not held.done:
            await asyncio.sleep(held.seconds)
        if failure := self._faults.take("fail", call.method, call.path):
            failed = json_answer(failure.body, failure.status)
            failed.headers.update(failure.headers)
            return await call.send(failed)
        if cut := self._faults.take("cut", call.method, call.path):
            call.cut = cut.after
        if refused := self._refused(call):
            return await call.send(refused)
        try:
            response = await self._answer(call)
        except AnsweredEarly as early:
            response = early.response
        if held and held.done:
            await asyncio.sleep(held.seconds)
        return await call.send(response) if isinstance(response, web.Response) else response

    def _refused(self, call: Call) -> web.Response | None:
        if self._token is None:
            return None
        scheme, _, given = (call.header("Authorization") or "").partition(" ")
        if scheme != "Bearer" or given in self._expired:
            return json_answer({"message": "Unauthorized"}, 401)
        return None if given == self._token else json_answer({"message": "Forbidden"}, 403)


async def _expect(request: web.Request) -> None:
    """Leave it to the answer to say when the body may come."""
    del request
