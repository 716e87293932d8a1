"""The stand-in platform: middleware, managers and a multi manager in front of real hubs."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Self

import aiohttp
from aiohttp import web

from tests.platform.manager import Manager
from tests.platform.middleware import Middleware
from tests.platform.multi_manager import MultiManager
from tests.platform.proxy import Proxy
from tests.platform.spaces import Spaces

if TYPE_CHECKING:
    from types import TracebackType

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_BASE = "/api/v1"
_MULTI_MANAGER_BASE = "/multi/api/v1"
# How long open streams may go on when the platform ends; aiohttp waits so long twice.
_SHUTDOWN_SECONDS = 0.05


class Platform:
    """A platform on a port of its own, in a thread of its own; leaving the block ends it."""

    base_url: str
    multi_manager_url: str

    def __init__(self, hubs: Mapping[str, str], token: str = "test-token") -> None:
        """Take the base URL of a hub by its id; each hub gets a space of its own."""
        self.token = token
        self._spaces = Spaces(hubs)
        self.space_ids = list(self._spaces)

    def __enter__(self) -> Self:
        self._port: Future[int] = Future()
        self._thread = threading.Thread(target=self._run, name="platform", daemon=True)
        self._thread.start()
        origin = f"http://127.0.0.1:{self._port.result(timeout=10)}"
        self.base_url = origin + _BASE
        self.multi_manager_url = origin + _MULTI_MANAGER_BASE
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(timeout=10)
        if self._thread.is_alive():
            raise RuntimeError("The platform does not end")

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._port.done():
                raise
            self._port.set_exception(error)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        runner = web.AppRunner(
            self._application(),
            access_log=None,
            # A handler ends with its client, and with it the connection to the hub.
            handler_cancellation=True,
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self._port.set_result(runner.addresses[0][1])
            await self._ended.wait()
        finally:
            await runner.cleanup()

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[_errors_as_json, self._only_with_token])
        Middleware(self._spaces).add_routes(app, _BASE)
        MultiManager(self._spaces).add_routes(app, _MULTI_MANAGER_BASE)
        manager = Manager(self._spaces, Proxy(app))
        manager.add_routes(app, f"{_BASE}/space/{{space_id}}/api/v1")
        manager.add_routes(app, f"{_MULTI_MANAGER_BASE}/cpm/{{space_id}}/api/v1")
        return app

    @web.middleware
    async def _only_with_token(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization")
        if given is None:
            return web.json_response({"message": "Unauthorized"}, status=401)
        if given != f"Bearer {self.token}":
            return web.json_response({"message": "Forbidden"}, status=403)
        return await handler(request)


@web.middleware
async def _errors_as_json(request: web.Request, handler: _Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.json_response({"error": error.text}, status=error.status)
    except json.JSONDecodeError:
        return web.json_response({"error": "Could not parse content"}, status=400)
    except aiohttp.ClientError as error:
        return web.json_response({"error": f"Hub not reached: {error}"}, status=502)
