"""The fake hub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ..call import text_answer
from ..server import FakeServer
from .hub import Hub, Registered
from .hub_api import HubApi
from .old_hub import OldHubApi
from .sequence import read_package

if TYPE_CHECKING:
    from aiohttp import web

    from ..call import Call, HubError, Routes
    from .function_runner import Function

_APIS: dict[str, type[HubApi]] = {"1.0.1": HubApi, "0.18.7": OldHubApi}
_OLD = "0.18.7"
_OLD_EXIT_DELAY = 10.0  # for which the log still shows how a program has ended
_OLD_REQUEST_TIMEOUT = 300.0  # Node's default, which hub 1.0.1 switches off
_Topic = tuple[str, str]


class Package(Protocol):
    """A package of a program, such as ``python_program`` returns."""

    def to_bytes(self) -> bytes:
        """Return the package, a tar.gz."""
        ...


class FakeHub(FakeServer):
    """A hub for tests, whose programs are Python callables.

    Inside its ``with`` block it listens on a loopback port, for synchronous and asynchronous code,
    in this process and in others.

    Attributes:
        version: The hub version that it imitates.
    """

    def __init__(
        self,
        version: str = "1.0.1",
        *,
        token: str | None = None,
        port: int = 0,
        exit_delay: float | None = None,
        request_timeout: float | None = None,
        holds_heads: bool = False,
    ) -> None:
        """Prepare a hub.

        Args:
            version: ``1.0.1``, or ``0.18.7`` for the behaviour of old hubs.
            token: The token that requests need; None: they need none, as with a real hub.
            port: The port on 127.0.0.1; 0: any free one.
            exit_delay: Seconds that a completed instance keeps running after the end of its
                output. None: 0 on 1.0.1, 10 on 0.18.7, which forgets the instance and its log
                afterwards. Real hubs of both versions wait for 10.
            request_timeout: Seconds after which the hub ends a request that it has not received
                completely. None: never on 1.0.1, 300 on 0.18.7.
            holds_heads: Whether the status and headers of a streamed response are held back until
                its first byte, as by nginx with its default settings.
        """
        if version not in _APIS:
            raise ValueError(f"there is no fake of hub {version!r}: use one of {', '.join(_APIS)}")
        super().__init__(token, port)
        self.version = version
        is_old = version == _OLD
        self._request_timeout = request_timeout or (_OLD_REQUEST_TIMEOUT if is_old else None)
        self._holds_heads = holds_heads
        default_delay = _OLD_EXIT_DELAY if is_old else 0.0
        self._hub = Hub(
            is_old=is_old, exit_delay=default_delay if exit_delay is None else exit_delay
        )
        self._api = _APIS[version](self._hub)
        self._stuck: list[str] = []

    def add_sequence(
        self,
        name: str,
        program: Function | Package,
        *,
        provides: _Topic | None = None,
        requires: _Topic | None = None,
    ) -> str:
        """Put a program on the hub, as if its package had been sent.

        Args:
            name: The package's name.
            program: A function, as ``python_program`` takes it, or the package that
                ``python_program`` returns. A generator, plain or asynchronous, receives an
                iterable of all records, and yields others. Any other function is called once per
                record. Records are texts for ``text/plain``, values for JSON lines, and bytes for
                ``application/octet-stream``. Bytes and str are sent as they are, any other value
                as a line of JSON. Parameters named ``context`` and ``args`` receive a ``Context``
                and the arguments of the start. A function without a parameter for records is
                called once. A plain function runs in a thread of its own.
            provides: The topic that its output also goes to, and the content type of the topic.
            requires: The topic that its input comes from, and the content type of the topic.

        Returns:
            The sequence's id.
        """
        if not callable(program):
            data = program.to_bytes()
            return self._hub.store({**read_package(data), "name": name}, data).id
        self.add_program(name, program, provides=provides, requires=requires)
        return self._hub.store({"name": name, "version": "1.0.0", "main": "index.js"}, b"").id

    def add_program(
        self,
        name: str,
        program: Function,
        *,
        provides: _Topic | None = None,
        requires: _Topic | None = None,
    ) -> None:
        """Run a function in place of the packages with a name that are sent to the hub.

        Packages that ``python_program`` has made, and other Python packages, need no function:
        they run by themselves, in a process of their own.

        Args:
            name: The name in ``package.json``.
            program: As for ``add_sequence``.
            provides: As for ``add_sequence``.
            requires: As for ``add_sequence``.
        """
        self._hub.programs[name] = Registered(program, provides, requires)

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        if self._stuck:
            raise RuntimeError(
                f"these programs don't end: {', '.join(self._stuck)}; use context.sleep() in a "
                "program that waits"
            )

    def _routes(self) -> Routes:
        routes = {
            route.replace(" ", f" {self._base}"): handler
            for route, handler in self._api.routes().items()
        }
        return {**routes, "OPTIONS /{path:.*}": self._options}

    async def _options(self, _: Call) -> object:
        response = text_answer("", 200)
        response.headers["Access-Control-Allow-Headers"] = "*"
        response.headers["Access-Control-Allow-Methods"] = "DELETE, POST, GET, OPTIONS"
        return response

    def _report(self, call: Call, error: HubError) -> web.Response:
        return self._api.report(call, error)

    async def _close(self) -> None:
        self._stuck = await self._hub.close()
