# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, Response, Unset


def _get_kwargs(
    instance_id: str,
    event_name: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instance/{instance_id}/event/{event_name}".format(
            instance_id=_wire.path_segment(instance_id),
            event_name=_wire.path_segment(event_name),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Any | None:
    if response.status_code == 200:
        response_200 = response.json() if response.content else None
        return response_200

    if response.status_code == 204:
        return None

    raise client.invalid_response(response)


def sync_detailed(
    instance_id: str,
    event_name: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Any | None]:
    """Get an instance's last event

     Returns the last event with that name. If there was no event with that name, the hub waits for the
    first one
    without a limit, even after the end of the instance. The body is the event's payload. Hub 0.18.7
    returns the
    whole event, with its name. If the payload is a number, a boolean or an empty object, the body is
    empty,
    although the content type is JSON. An event does not count if its payload is missing, null, 0, false
    or an
    empty string.

    Args:
        instance_id (str):
        event_name (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Any | None]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        event_name=event_name,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    instance_id: str,
    event_name: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Any | None:
    """Get an instance's last event

     Returns the last event with that name. If there was no event with that name, the hub waits for the
    first one
    without a limit, even after the end of the instance. The body is the event's payload. Hub 0.18.7
    returns the
    whole event, with its name. If the payload is a number, a boolean or an empty object, the body is
    empty,
    although the content type is JSON. An event does not count if its payload is missing, null, 0, false
    or an
    empty string.

    Args:
        instance_id (str):
        event_name (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Any | None
    """

    return sync_detailed(
        instance_id=instance_id,
        event_name=event_name,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    instance_id: str,
    event_name: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Any | None]:
    """Get an instance's last event

     Returns the last event with that name. If there was no event with that name, the hub waits for the
    first one
    without a limit, even after the end of the instance. The body is the event's payload. Hub 0.18.7
    returns the
    whole event, with its name. If the payload is a number, a boolean or an empty object, the body is
    empty,
    although the content type is JSON. An event does not count if its payload is missing, null, 0, false
    or an
    empty string.

    Args:
        instance_id (str):
        event_name (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Any | None]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        event_name=event_name,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    instance_id: str,
    event_name: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Any | None:
    """Get an instance's last event

     Returns the last event with that name. If there was no event with that name, the hub waits for the
    first one
    without a limit, even after the end of the instance. The body is the event's payload. Hub 0.18.7
    returns the
    whole event, with its name. If the payload is a number, a boolean or an empty object, the body is
    empty,
    although the content type is JSON. An event does not count if its payload is missing, null, 0, false
    or an
    empty string.

    Args:
        instance_id (str):
        event_name (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Any | None
    """

    return (
        await asyncio_detailed(
            instance_id=instance_id,
            event_name=event_name,
            client=client,
            timeout=timeout,
        )
    ).parsed
