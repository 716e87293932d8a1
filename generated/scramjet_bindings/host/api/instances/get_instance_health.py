# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.instance_health import InstanceHealth
from ...types import UNSET, Response, Unset


def _get_kwargs(
    instance_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instance/{instance_id}/health".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> InstanceHealth:
    if response.status_code == 200:
        response_200 = InstanceHealth.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[InstanceHealth]:
    """Get an instance's health

     Returns the instance's last health report. The request waits for the first report. If the instance
    ends before
    its first report, the hub never responds. For an ended instance, the hub still returns the last
    report, with
    `healthy: true`. Therefore check the status of the instance as well.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[InstanceHealth]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> InstanceHealth:
    """Get an instance's health

     Returns the instance's last health report. The request waits for the first report. If the instance
    ends before
    its first report, the hub never responds. For an ended instance, the hub still returns the last
    report, with
    `healthy: true`. Therefore check the status of the instance as well.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        InstanceHealth
    """

    return sync_detailed(
        instance_id=instance_id,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[InstanceHealth]:
    """Get an instance's health

     Returns the instance's last health report. The request waits for the first report. If the instance
    ends before
    its first report, the hub never responds. For an ended instance, the hub still returns the last
    report, with
    `healthy: true`. Therefore check the status of the instance as well.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[InstanceHealth]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> InstanceHealth:
    """Get an instance's health

     Returns the instance's last health report. The request waits for the first report. If the instance
    ends before
    its first report, the hub never responds. For an ended instance, the hub still returns the last
    report, with
    `healthy: true`. Therefore check the status of the instance as well.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        InstanceHealth
    """

    return (
        await asyncio_detailed(
            instance_id=instance_id,
            client=client,
            timeout=timeout,
        )
    ).parsed
