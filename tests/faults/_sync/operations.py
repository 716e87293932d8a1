# Generated from tests/faults/_async/operations.py
"""The calls that the matrix crosses with its faults: one for each kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.flavor import sync_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade import HostClient

ENOUGH = 2 * 1024 * 1024


def run(operation: str, host: HostClient, patience: float) -> Any:
    """Make one call, and return something of its answer.

    Args:
        operation: A column of the matrix.
        host: The client.
        patience: Seconds that a stream may be silent.
    """
    match operation:
        case "get":
            return (host.get_version()).version
        case "post":
            return (host.get_sequence_client("s").start()).id
        case "put":
            return (host.get_sequence_client("s").overwrite(b"package")).id
        case "delete":
            return (host.delete_sequence("s")).id
        case "upload":
            return (host.send_sequence(blocks())).id
        case "download":
            stream = host.get_instance_client("i").get_stream("output", idle_timeout=patience)
        case _:
            stream = host.get_instance_client("i").inout(blocks(), idle_timeout=patience)
    received = b""
    with stream:
        for chunk in stream:
            received += chunk
            if len(received) >= ENOUGH:
                break
    return received


def blocks() -> Iterator[bytes]:
    """Return data that can be sent only once."""
    return sync_source(iter([b"pack", b"age"]))
