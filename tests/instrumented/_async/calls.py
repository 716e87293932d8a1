"""The calls of one flavour, and the result or the error of each."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any

from scramjet_facade import AsyncHostClient, ClientError
from tests.flavor import async_source

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.scripted_server import ScriptedServer

ROUNDS = 3


async def outcomes(server: ScriptedServer, start_agent: Callable[[], None]) -> list[Any]:
    """Make the calls; the agent starts after the first one."""
    connections = server.connections
    async with AsyncHostClient(server.base_url, retries=0, token=lambda: "token") as host:
        found: list[Any] = [await outcome(host.get_version)]
        start_agent()
        found.append(await outcome(host.get_version))
        found.append(await outcome(host.list_instances))
        found.append(server.connections - connections)
        found.append(await outcome(host.get_load_check))
        found.append(await outcome(host.with_options(timeout=0.2).get_config))
        answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        source = async_source(numbers(answers))
        async with host.get_instance_client("i").inout(source) as stream:
            async for line in stream.iter_lines():
                found.append(line)
                answers.put(line)
        async with host.get_log_stream() as stream:
            lines = stream.iter_lines()
            found.append(await anext(lines))
            timer = threading.Timer(0.05, stream.cancel)
            timer.start()
            found.append(await outcome(lambda: anext(lines)))
            timer.join()
        await host.get_instance_client("i").send_input(iter(["a\n", "b\n"]), "text/plain")
        found.append(await outcome(host.get_version))
    return found


async def outcome(call: Callable[[], Awaitable[Any]]) -> list[str]:
    """Return the type of a result, or the type and message of an error."""
    try:
        return [type(await call()).__name__]
    except ClientError as error:
        return [type(error).__name__, error.message]


def numbers(answers: queue.SimpleQueue[str]) -> Iterator[str]:
    """Yield each line after the answer to the line before."""
    for number in range(ROUNDS):
        yield f"{number}\n"
        assert answers.get(timeout=10) == str(number)
