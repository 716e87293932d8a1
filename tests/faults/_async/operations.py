"""The operations of the fault matrix: one call for each kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.flavor import async_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scramjet_facade import AsyncHostClient

MAX_DOWNLOAD = 2 * 1024 * 1024  # bytes that are read of an endless download


async def call_operation(operation: str, host: AsyncHostClient, idle_timeout: float) -> Any:
    """Make one call, and return a value of its response.

    Args:
        operation: A column of the matrix.
        host: The client.
        idle_timeout: Seconds without data after which a stream fails.
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
            stream = host.get_instance_client("i").get_stream("output", idle_timeout=idle_timeout)
        case _:
            stream = host.get_instance_client("i").inout(blocks(), idle_timeout=idle_timeout)
    received = b""
    async with stream:
        async for chunk in stream:
            received += chunk
            if len(received) >= MAX_DOWNLOAD:
                break
    return received


def blocks() -> AsyncIterator[bytes]:
    """Return data that can be sent only once."""
    return async_source(iter([b"pack", b"age"]))
