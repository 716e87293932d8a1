# Generated from openapi/host.yaml by `make generate`. Do not edit.
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, Unset


def _get_kwargs(
    instance_id: str,
    event_name: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instance/{instance_id}/events/{event_name}".format(
            instance_id=_wire.path_segment(instance_id),
            event_name=_wire.path_segment(event_name),
        ),
    }

    return _kwargs


def stream(
    instance_id: str,
    event_name: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AbstractContextManager[httpx.Response]:
    """Read an instance's events

     Returns one JSON line for each new event with that name. The stream never ends, not even when the
    instance
    ends. Each line is the payload of an event. Hub 0.18.7 returns the whole event, with its name. The
    hub returns
    `{}` for a missing payload, and for null, 0, false and the empty string.

    Args:
        instance_id (str):
        event_name (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as a context manager
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        event_name=event_name,
    )

    return client.stream(kwargs, timeout)


def asyncio_stream(
    instance_id: str,
    event_name: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AbstractAsyncContextManager[httpx.Response]:
    """Read an instance's events

     Returns one JSON line for each new event with that name. The stream never ends, not even when the
    instance
    ends. Each line is the payload of an event. Hub 0.18.7 returns the whole event, with its name. The
    hub returns
    `{}` for a missing payload, and for null, 0, false and the empty string.

    Args:
        instance_id (str):
        event_name (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as an asynchronous context manager
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        event_name=event_name,
    )

    return client.asyncio_stream(kwargs, timeout)
