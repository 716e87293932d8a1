"""A fake hub that runs Python versions of the tests' packages."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from scramjet_facade.testing import FakeHub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.testing import Context


def echo(values: Iterator[Any]) -> Iterator[Any]:
    return values


def greeter(values: Iterator[Any], context: Context) -> Iterator[str]:
    print("greeter: ready", file=context.stdout)
    print("greeter: waiting for names", file=context.stderr)
    rest = ""
    for value in values:
        text = f"{value['name']}\n" if isinstance(value, dict) else value
        *lines, rest = (rest + text).split("\n")
        for name in lines:
            yield f"Hello, {name}!\n"
    if rest:
        yield f"Hello, {rest}!\n"


def ticker(_: Iterator[Any], context: Context) -> Iterator[str]:
    first = context.args[0] if context.args else 200
    interval = context.app_config.get("interval", first)
    for number in itertools.count():
        yield f"tick {number}\n"
        context.sleep(interval / 1000)


def events(_: Iterator[Any], context: Context) -> Iterator[str]:
    for message in context.events("ping"):
        context.emit("pong", {"got": message})
        yield f"ping {json.dumps(message)}\n"


def records(values: Iterator[Any], context: Context) -> Iterator[str]:
    print("records: started", file=context.stderr)
    for count, record in enumerate(values):
        if count == context.app_config.get("failAfter"):
            raise RuntimeError("failed on purpose")
        yield json.dumps({**record, "seen": True}) + "\n"
        if count + 1 == context.app_config.get("endAfter"):
            return


def crasher(context: Context) -> None:
    print("crasher: about to fail", file=context.stdout)
    for _ in context.stdin:
        raise RuntimeError("crashed on purpose")


def reads_stdin(context: Context) -> None:
    for data in context.stdin:
        context.stdout.write(f"out: {data.decode()}")
        context.stderr.write(f"err: {data.decode()}")
    context.sleep(3600)


def keeper(_: Iterator[Any], context: Context) -> Iterator[str]:
    context.on_stop(lambda _timeout, _can_call_keepalive: context.keep_alive())
    yield "ready\n"
    context.sleep(3600)


class FakeHubWithPrograms(FakeHub):
    """A fake hub with the tests' packages as Python programs."""

    def __init__(self, version: str, *, request_timeout: float | None = None) -> None:
        super().__init__(version, request_timeout=request_timeout)
        for program in (echo, greeter, ticker, events, crasher, records):
            self.add_program(f"@scramjet-facade/{program.__name__}", program)
        self.add_program("reads-stdin", reads_stdin)
        self.add_program("keeper", keeper)

    @property
    def api_base(self) -> str:
        return self.url
