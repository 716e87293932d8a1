"""The fake hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..server import FakeServer
from .hub import Hub
from .hub_answers import HubAnswers
from .old_hub_answers import OldHubAnswers
from .program import RegisteredProgram

if TYPE_CHECKING:
    from types import TracebackType

    from aiohttp import web

    from ..call import Call
    from .program import Program

_ANSWERS: dict[str, type[HubAnswers]] = {"1.0.1": HubAnswers, "0.18.7": OldHubAnswers}
_Topic = tuple[str, str]


class FakeHub(FakeServer):
    """A hub for tests, whose programs are Python callables.

    It is served on a loopback port while its ``with`` block lasts, for synchronous and
    asynchronous code, in this process and in others.

    Attributes:
        version: The version whose behaviour it has.
    """

    def __init__(
        self, version: str = "1.0.1", *, token: str | None = None, exit_delay: float | None = None
    ) -> None:
        """Prepare a hub.

        Args:
            version: ``1.0.1``, or ``0.18.7`` for the way of old hubs.
            token: The token that requests need; None: they need none, as with a real hub.
            exit_delay: Seconds that a completed instance keeps running after the end of its
                output. None: 0 on 1.0.1, 10 on 0.18.7, which forgets the instance and its log
                afterwards. Real hubs of both versions wait for 10.
        """
        if version not in _ANSWERS:
            raise ValueError(f"there is no fake of hub {version!r}: there is {', '.join(_ANSWERS)}")
        super().__init__(token)
        self.version = version
        self._hub = Hub(version, exit_delay)
        self._answers = _ANSWERS[version](self._hub)
        self._stuck: list[str] = []

    def add_sequence(
        self,
        name: str,
        program: Program,
        *,
        provides: _Topic | None = None,
        requires: _Topic | None = None,
    ) -> str:
        """Put a program on the hub, as if its package had been sent.

        Args:
            name: The package's name.
            program: A function that takes the input, and a ``Context`` if it has a second
                parameter, and gives the output: it yields it, or returns an iterable or one value.
                The input is an iterator: of texts for ``text/plain``, of values for JSON lines, of
                bytes for ``application/octet-stream``. What it gives goes out as it is (bytes,
                str) or as a line of JSON (anything else). It runs in a thread of its own; an
                asynchronous one gets and gives the same asynchronously.
            provides: The topic that its output goes to, too, and that topic's content type.
            requires: The topic that its input comes from, and that topic's content type.

        Returns:
            The sequence's id.
        """
        self.add_program(name, program, provides=provides, requires=requires)
        return self._hub.store({"name": name, "version": "1.0.0", "main": "index.js"}, 0).id

    def add_program(
        self,
        name: str,
        program: Program,
        *,
        provides: _Topic | None = None,
        requires: _Topic | None = None,
    ) -> None:
        """Let a program stand for all packages of a name that are sent to the hub.

        Args:
            name: The name in ``package.json``.
            program: As for ``add_sequence``.
            provides: As for ``add_sequence``.
            requires: As for ``add_sequence``.
        """
        self._hub.programs[name] = RegisteredProgram(name, program, provides, requires)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, traceback)
        if self._stuck:
            raise RuntimeError(
                f"these programs don't end: {', '.join(self._stuck)}; a program that waits has to "
                "do it with context.sleep()"
            )

    async def _answer(self, call: Call) -> web.StreamResponse:
        return await self._answers.answer(call)

    async def _closed(self) -> None:
        self._stuck = await self._hub.close()
