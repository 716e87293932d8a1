"""The calls that the matrix crosses with its faults: one for each kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.flavor import async_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scramjet_facade import AsyncHostClient

ENOUGH = 2 * 1024 * 1024  # bytes of an endless download


async def run(operation: str, host: AsyncHostClient, patience: float) -> Any:
    """Make one call, and return something of its answer.

    Args:
        operation: A column of the matrix.
        host: The client.
        patience: Seconds that a stream may be silent.
    """
    match operation:
        case "get":
            return (await host.get_version()).version
        case "post":
            return (await host.get_sequence_client("s").start()).id
        case "put":
            return (await host.get_sequence_client("s").overwrite(b"package")).id
        case "delete":
            return (await host.delete_sequence("s")).id
        case "upload":
            return (await host.send_sequence(blocks())).id
        case "download":
            stream = host.get_instance_client("i").get_stream("output", idle_timeout=patience)
        case _:
            stream = host.get_instance_client("i").inout(blocks(), idle_timeout=patience)
    received = b""
    async with stream:
        async for chunk in stream:
            received += chunk
            if len(received) >= ENOUGH:
                break
    return received


def blocks() -> AsyncIterator[bytes]:
    """Return data that can be sent only once."""
    return async_source(iter([b"pack", b"age"]))
