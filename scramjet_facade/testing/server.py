"""A server on a loopback port. Tests can inspect the server's requests and make requests fail."""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
from abc import ABC, abstractmethod
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

from aiohttp import web

from .call import Answer, Call, HubError, empty_answer, finish_head, json_answer
from .faults import Fault, Faults

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from .call import Handler, Routes
    from .seen_request import SeenRequest

T = TypeVar("T")

_KEEP_ALIVE_SECONDS = 5.0  # hubs close an idle connection after this time
_STOP_SECONDS = 10.0
_CALL = web.RequestKey("call", Call)


class FakeServer(ABC):
    """The base of all fakes: a server in a separate thread.

    The server runs while its ``with`` block is active.
    """

    _base = "/api/v1"
    _holds_heads = False
    _request_timeout: float | None = None

    def __init__(self, token: str | None, port: int = 0) -> None:
        self._token = token
        self._port = port
        self._expired: set[str | None] = set()
        self._seen: list[SeenRequest] = []
        self._faults = Faults()
        self._origin: str | None = None

    # The with block

    def __enter__(self) -> Self:
        began: Future[int] = Future()
        self._thread = threading.Thread(
            target=self._run, args=[began], name=type(self).__name__, daemon=True
        )
        self._thread.start()
        self._origin = f"http://127.0.0.1:{began.result()}"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._left.set)
        self._thread.join(_STOP_SECONDS)
        self._origin = None
        if self._thread.is_alive():
            raise RuntimeError(
                f"the thread of {type(self).__name__} did not end within {_STOP_SECONDS:.0f} s"
            )

    # For tests

    @property
    def url(self) -> str:
        """The base URL to pass to a client."""
        return self._address() + self._base

    @property
    def is_served(self) -> bool:
        """Whether the server's ``with`` block is active."""
        return self._origin is not None

    @property
    def token(self) -> str | None:
        """The token that requests must contain now, or None if they need no token."""
        return self._token

    @property
    def requests(self) -> list[SeenRequest]:
        """The requests received so far, in order, with masked secrets."""
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
        """Respond to requests with an error, without handling them.

        Args:
            method: GET, POST and the like; ``*``: any.
            path: The path below the base URL, such as ``/instances``, or only its end, such as
                ``output``. In a path, ``*`` matches anything.
            status: The status of the response.
            times: The number of requests that fail; None: all requests from now on.
            body: The JSON body of the response; None: a message that names the test as the cause.
            headers: Further headers of the response, such as Retry-After.
        """
        if body is None:
            body = {"error": f"the test requested this failure ({status})"}
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
        """Delay requests before they are handled.

        Args:
            method: GET, POST and the like; ``*``: any.
            path: As for ``fail``.
            seconds: The length of the delay.
            done: Handle the request immediately, and delay only the response.
            times: The number of requests that are delayed; None: all requests from now on.
        """
        self._faults.add(Fault("delay", method, path, times, seconds=seconds, done=done))

    def cut(self, path: str, *, after: int, times: int | None = 1) -> None:
        """Close connections in the middle of the body of a response or an upload.

        Args:
            path: As for ``fail``, for example ``output`` for the output of any instance.
            after: The number of bytes of the body after which the connection closes.
            times: The number of requests that are affected; None: all requests from now on.
        """
        self._faults.add(Fault("cut", "*", path, times, after=after))

    def expire_token(self) -> str:
        """Expire the token: requests with this token, or without a token, get the status 401.

        Returns:
            The token that is valid from now on.
        """
        self._expired.add(self._token)
        self._token = secrets.token_urlsafe()
        return self._token

    # For subclasses

    @abstractmethod
    def _routes(self) -> Routes:
        """Return the handlers of all routes, with absolute paths."""

    @abstractmethod
    def _report(self, call: Call, error: HubError) -> web.Response:
        """Return the response with which this server reports an error."""

    @abstractmethod
    async def _close(self) -> None:
        """End all programs and connections of the server."""

    def _address(self) -> str:
        if self._origin is None:
            name = type(self).__name__
            raise RuntimeError(f"{name} runs only inside its with block: with {name}() as …")
        return self._origin

    def _in_loop(self, function: Callable[[], T]) -> T:
        """Call a function that wakes tasks of the server, from the thread of a test."""
        if not self.is_served:
            return function()

        async def call() -> T:
            return function()

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result()

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
        self._tasks: set[asyncio.Task[object] | None] = set()
        app = web.Application(middlewares=[self._handle])
        app.on_response_prepare.append(finish_head)
        for route, handler in self._routes().items():
            method, path = route.split()
            # Hubs accept a trailing slash.
            pattern = re.sub(r"{(\w+)}", r"{\1:[^/]+}", path) + "{_:/?}"
            is_stream, method = method == "STREAM", "GET" if method == "STREAM" else method
            for one in ("GET", "HEAD") if method == "GET" else (method,):
                checked = is_stream if method == "GET" else None
                answer = partial(_answer, handler, checked)
                app.router.add_route(one, pattern, answer, expect_handler=_leave_to_handler)
        runner = web.AppRunner(
            app,
            access_log=None,
            handler_cancellation=True,  # if the client disconnects, cancel the handler
            keepalive_timeout=_KEEP_ALIVE_SECONDS,
            shutdown_timeout=_KEEP_ALIVE_SECONDS,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self._port).start()
            began.set_result(runner.addresses[0][1])
            await self._left.wait()
        finally:
            await self._close()
            for task in self._tasks:
                if task is not None:
                    task.cancel()
            await runner.cleanup()

    @web.middleware
    async def _handle(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        call = request[_CALL] = Call(request, self._base, holds_head=self._holds_heads)
        self._seen.append(call.seen)
        task = asyncio.current_task()
        self._tasks.add(task)
        timer = None
        if self._request_timeout is not None:
            timer = self._loop.call_later(self._request_timeout, call.time_out)
        try:
            return await call.finish(await self._respond(call, handler))
        except ConnectionResetError:
            # The client has disconnected. aiohttp would log any other exception as an error.
            raise asyncio.CancelledError from None
        finally:
            self._tasks.discard(task)
            if timer is not None:
                timer.cancel()

    async def _respond(
        self, call: Call, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        held = self._faults.take("delay", call.method, call.path)
        if held and not held.done:
            await asyncio.sleep(held.seconds)
        if failure := self._faults.take("fail", call.method, call.path):
            failed = json_answer(failure.body, failure.status)
            failed.headers.update(failure.headers)
            return failed
        if cut := self._faults.take("cut", call.method, call.path):
            call.cut = cut.after
        if refused := self._refused(call):
            return refused
        try:
            response = await handler(call.request)
        except Answer as answer:
            response = answer.response
        except HubError as error:
            response = self._report(call, error)
        except web.HTTPException:  # no such route
            response = empty_answer(404)
        if held and held.done:
            await asyncio.sleep(held.seconds)
        return response

    def _refused(self, call: Call) -> web.Response | None:
        if self._token is None:
            return None
        scheme, _, given = (call.header("Authorization") or "").partition(" ")
        if scheme != "Bearer" or given in self._expired:
            return json_answer({"message": "Unauthorized"}, 401)
        return None if given == self._token else json_answer({"message": "Forbidden"}, 403)


async def _answer(
    handler: Handler, is_stream: bool | None, request: web.Request
) -> web.StreamResponse:
    call = request[_CALL]
    if is_stream is not None:
        call.check_accept(is_stream=is_stream)
    answer = await handler(call)
    return answer if isinstance(answer, web.StreamResponse) else json_answer(answer)


async def _leave_to_handler(request: web.Request) -> None:
    """Send nothing: the handler itself sends 100 Continue."""
    del request
