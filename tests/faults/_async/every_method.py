"""Every public method of every client, ready to be called."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncManagerClient,
    AsyncMiddlewareClient,
    AsyncMultiManagerClient,
    AsyncSequenceClient,
    AsyncStream,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# Short enough for repr to show it completely, and unique in this project.
ACCESS_KEY = "MARKER-key"

CALLS: dict[type, dict[str, Callable[[Any], Any]]] = {
    AsyncHostClient: {
        "list_sequences": lambda c: c.list_sequences(),
        "get_sequence_id": lambda c: c.get_sequence_id("name"),
        "list_instances": lambda c: c.list_instances(),
        "list_entities": lambda c: c.list_entities(),
        "send_sequence": lambda c: c.send_sequence(b"package"),
        "get_sequence": lambda c: c.get_sequence("s"),
        "delete_sequence": lambda c: c.delete_sequence("s", force=True),
        "get_instance_info": lambda c: c.get_instance_info("i"),
        "get_load_check": lambda c: c.get_load_check(),
        "get_version": lambda c: c.get_version(),
        "get_status": lambda c: c.get_status(),
        "get_config": lambda c: c.get_config(),
        "send_topic": lambda c: c.send_topic("t", b"data"),
        "get_topic": lambda c: c.get_topic("t"),
        "create_topic": lambda c: c.create_topic("t", "text/plain"),
        "delete_topic": lambda c: c.delete_topic("t"),
        "get_topics": lambda c: c.get_topics(),
        "get_log_stream": lambda c: c.get_log_stream(),
        "get_audit_stream": lambda c: c.get_audit_stream(),
    },
    AsyncSequenceClient: {
        "run": lambda c: c.run(b"data"),
        "start": lambda c: c.start(app_config={"a": 1}),
        "list_instances": lambda c: c.list_instances(),
        "get_info": lambda c: c.get_info(),
        "overwrite": lambda c: c.overwrite(b"package"),
        "delete": lambda c: c.delete(),
    },
    AsyncInstanceClient: {
        "get_info": lambda c: c.get_info(),
        "get_health": lambda c: c.get_health(),
        "stop": lambda c: c.stop(1),
        "kill": lambda c: c.kill(),
        "send_event": lambda c: c.send_event("e", 1),
        "get_event": lambda c: c.get_event("e", timeout=5),
        "get_next_event": lambda c: c.get_next_event("e", timeout=5),
        "get_event_stream": lambda c: c.get_event_stream("e"),
        "get_stream": lambda c: c.get_stream("output"),
        "get_log_stream": lambda c: c.get_log_stream(),
        "send_stream": lambda c: c.send_stream("input", b"data"),
        "send_input": lambda c: c.send_input(iter([b"data"])),
        "send_stdin": lambda c: c.send_stdin("data"),
        "inout": lambda c: c.inout(b"data"),
        "exchange": lambda c: c.exchange(b"data"),
        "pipe_to": lambda c: c.pipe_to(c),
        "wait_ended": lambda c: c.wait_ended(0.1),
        "wait": lambda c: c.wait("running", 0.1),
    },
    AsyncManagerClient: {
        "get_hosts": lambda c: c.get_hosts(),
        "get_host_info": lambda c: c.get_host_info("h"),
        "get_version": lambda c: c.get_version(),
        "get_load": lambda c: c.get_load(),
        "get_config": lambda c: c.get_config(),
        "get_sequences": lambda c: c.get_sequences(),
        "get_all_sequences": lambda c: c.get_all_sequences(),
        "get_instances": lambda c: c.get_instances(),
        "get_topics": lambda c: c.get_topics(),
        "send_topic": lambda c: c.send_topic("t", b"data"),
        "get_topic": lambda c: c.get_topic("t"),
        "get_log_stream": lambda c: c.get_log_stream(),
        "get_audit_stream": lambda c: c.get_audit_stream(),
        "get_store_items": lambda c: c.get_store_items(),
        "put_store_item": lambda c: c.put_store_item(b"package", "id"),
        "delete_store_item": lambda c: c.delete_store_item("id"),
        "clear_store": lambda c: c.clear_store(),
        "disconnect_hubs": lambda c: c.disconnect_hubs(access_key=ACCESS_KEY),
        "delete_hub": lambda c: c.delete_hub("h", force=True),
    },
    AsyncMiddlewareClient: {
        "get_managers": lambda c: c.get_managers(),
        "get_version": lambda c: c.get_version(),
        "get_audit_stream": lambda c: c.get_audit_stream(),
        "list_access_keys": lambda c: c.list_access_keys("s"),
        "create_access_key": lambda c: c.create_access_key("s", "what for"),
        "revoke_access_key": lambda c: c.revoke_access_key("s", ACCESS_KEY),
        "revoke_all_access_keys": lambda c: c.revoke_all_access_keys("s"),
    },
    AsyncMultiManagerClient: {
        "start_manager": lambda c: c.start_manager({"id": "m"}),
        "get_managers": lambda c: c.get_managers(),
        "get_version": lambda c: c.get_version(),
        "get_load": lambda c: c.get_load(),
        "get_info": lambda c: c.get_info(),
        "get_log_stream": lambda c: c.get_log_stream(),
    },
}
# Methods that send no request, and aliases of other methods.
NOT_CALLED = {
    "aclose",
    "bindings",
    "base_url",
    "with_options",
    "from_profile",
    "get_sequence_client",
    "get_instance_client",
    "get_instance",
    "get_manager_client",
    "get_host_client",
    "send_named_data",
    "get_named_data",
}
METHODS = [(kind, name) for kind, calls in CALLS.items() for name in calls]


def create_client(kind: type, base_url: str, **options: Any) -> tuple[Any, Any]:
    """Create a client of a class; return it and the client that owns its connections."""
    if kind in {AsyncSequenceClient, AsyncInstanceClient}:
        host = AsyncHostClient(base_url, **options)
        if kind is AsyncSequenceClient:
            return host.get_sequence_client("s"), host
        return host.get_instance_client("i"), host
    client = kind(base_url, **options)
    return client, client


async def make_call(call: Callable[[Any], Awaitable[Any] | AsyncStream], client: Any) -> Any:
    """Make a call; read a stream to its end."""
    outcome = call(client)
    if isinstance(outcome, AsyncStream):
        async with outcome:
            return b"".join([chunk async for chunk in outcome])
    return await outcome  # type: ignore[misc]


def missing_methods() -> set[str]:
    """Return the public methods that are not in the table."""
    return {
        f"{kind.__name__}.{name}"
        for kind, calls in CALLS.items()
        for name, member in inspect.getmembers(kind)
        if not name.startswith("_") and name.islower() and name not in NOT_CALLED | calls.keys()
        if not isinstance(member, type)
    }
