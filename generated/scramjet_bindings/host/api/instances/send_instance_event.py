# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.acceptance import Acceptance
from ...models.event_message import EventMessage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    instance_id: str,
    *,
    body: list[EventMessage | int],
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/instance/{instance_id}/_event".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = []
        for _componentsschemas_event_body_item_data in body:
            _componentsschemas_event_body_item: dict[str, Any] | int
            if isinstance(_componentsschemas_event_body_item_data, EventMessage):
                _componentsschemas_event_body_item = _componentsschemas_event_body_item_data.to_dict()
            else:
                _componentsschemas_event_body_item = _componentsschemas_event_body_item_data
            _kwargs["json"].append(_componentsschemas_event_body_item)

        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Acceptance:
    if response.status_code == 200:
        response_200 = Acceptance.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = Acceptance.from_dict(response.json())

        return response_202

    raise client.invalid_response(response)


def sync_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[EventMessage | int],
) -> Response[Acceptance]:
    """Send an event to an instance

     Sends an event to the instance. The hub's other instances also receive the event. The body is a list
    of two
    items: the code 5001 and the event. The hub also accepts events for an ended instance. Hub 0.18.7
    accepts only
    text as the message.

    Args:
        instance_id (str):
        body (list[EventMessage | int]): The body of a request that sends an event: a list of the
            code 5001 and the event.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Acceptance]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[EventMessage | int],
) -> Acceptance:
    """Send an event to an instance

     Sends an event to the instance. The hub's other instances also receive the event. The body is a list
    of two
    items: the code 5001 and the event. The hub also accepts events for an ended instance. Hub 0.18.7
    accepts only
    text as the message.

    Args:
        instance_id (str):
        body (list[EventMessage | int]): The body of a request that sends an event: a list of the
            code 5001 and the event.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Acceptance
    """

    return sync_detailed(
        instance_id=instance_id,
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[EventMessage | int],
) -> Response[Acceptance]:
    """Send an event to an instance

     Sends an event to the instance. The hub's other instances also receive the event. The body is a list
    of two
    items: the code 5001 and the event. The hub also accepts events for an ended instance. Hub 0.18.7
    accepts only
    text as the message.

    Args:
        instance_id (str):
        body (list[EventMessage | int]): The body of a request that sends an event: a list of the
            code 5001 and the event.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Acceptance]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[EventMessage | int],
) -> Acceptance:
    """Send an event to an instance

     Sends an event to the instance. The hub's other instances also receive the event. The body is a list
    of two
    items: the code 5001 and the event. The hub also accepts events for an ended instance. Hub 0.18.7
    accepts only
    text as the message.

    Args:
        instance_id (str):
        body (list[EventMessage | int]): The body of a request that sends an event: a list of the
            code 5001 and the event.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Acceptance
    """

    return (
        await asyncio_detailed(
            instance_id=instance_id,
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
