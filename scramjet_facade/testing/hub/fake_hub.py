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
_OLD_EXIT_DELAY = 10.0  # How long the log of an ended instance can be read.
_OLD_REQUEST_TIMEOUT = 300.0  # Node's default, which hub 1.0.1 disables.


class Package(Protocol):
    """A package of a program, for example one that ``python_program`` returns."""

    def to_bytes(self) -> bytes:
        """Return the package as a tar.gz archive."""
        ...


class FakeHub(FakeServer):
    """A fake hub for tests, whose programs are Python functions.

    Inside its ``with`` block, the fake hub listens on a loopback port. Synchronous and asynchronous
    code can use the fake hub, in this process and in other processes.

    Attributes:
        version: The hub version that the fake hub imitates.
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
        """Create a fake hub, which starts when its ``with`` block is entered.

        Args:
            version: The hub version to imitate: ``1.0.1`` or ``0.18.7``.
            token: The token that requests must contain; None: they need no token.
            port: The port on 127.0.0.1; 0: any free port.
            exit_delay: Seconds for which an instance keeps running after the end of its output.
                The default is 0 for version 1.0.1, and 10 for version 0.18.7. Real hubs wait for
                10 s.
            request_timeout: Seconds after which the fake hub closes the connection if a request has
                not arrived completely. The default is 300 for version 0.18.7, and no limit for
                version 1.0.1.
            holds_heads: Whether the fake hub sends the status and the headers of a stream only
                with its first byte, as nginx does by default.
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
        provides: tuple[str, str] | None = None,
        requires: tuple[str, str] | None = None,
    ) -> str:
        """Store a program on the fake hub, as if a client had sent its package.

        Args:
            name: The package's name.
            program: A function that ``python_program`` would accept, or a package that
                ``python_program`` returns. A generator function, plain or asynchronous, receives
                an iterable of all records and yields new records. Any other function is called
                once per record. An input record is a str for ``text/plain``, a value for JSON
                lines, and bytes for ``application/octet-stream``. An output record of bytes or str
                is sent unchanged, and any other value is sent as a line of JSON. Parameters named
                ``context`` and ``args`` receive a ``Context`` and the arguments of the start. A
                function without a parameter for records is called once. The function runs in a
                separate thread.
            provides: The topic to which the output is also written, and the topic's content type.
            requires: The topic from which the input is read, and the topic's content type.

        Returns:
            The sequence's id.
        """
        if not callable(program):
            data = program.to_bytes()
            package = {**read_package(data), "name": name}
        else:
            self.add_program(name, program, provides=provides, requires=requires)
            data = b""
            package = {"name": name, "version": "1.0.0", "main": "index.js"}
        return self._in_loop(lambda: self._hub.store(package, data)).id

    def add_program(
        self,
        name: str,
        program: Function,
        *,
        provides: tuple[str, str] | None = None,
        requires: tuple[str, str] | None = None,
    ) -> None:
        """Run a function in place of every package with this name that is sent to the fake hub.

        Python packages need no function, because they run in a separate process.

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
                f"these programs do not end: {', '.join(self._stuck)}; to wait in a program, call "
                "context.sleep()"
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
