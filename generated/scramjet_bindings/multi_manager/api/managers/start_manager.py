# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.start_manager_options import StartManagerOptions
from ...models.started_manager import StartedManager
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: StartManagerOptions,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/start",
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()
        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> StartedManager:
    if response.status_code == 200:
        response_200 = StartedManager.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = StartedManager.from_dict(response.json())

        return response_202

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartManagerOptions,
) -> Response[StartedManager]:
    """Start a manager

     Starts a manager with the given configuration. The response contains the manager's id.

    Args:
        body (StartManagerOptions): The options for starting a manager.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[StartedManager]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartManagerOptions,
) -> StartedManager:
    """Start a manager

     Starts a manager with the given configuration. The response contains the manager's id.

    Args:
        body (StartManagerOptions): The options for starting a manager.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        StartedManager
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartManagerOptions,
) -> Response[StartedManager]:
    """Start a manager

     Starts a manager with the given configuration. The response contains the manager's id.

    Args:
        body (StartManagerOptions): The options for starting a manager.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[StartedManager]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartManagerOptions,
) -> StartedManager:
    """Start a manager

     Starts a manager with the given configuration. The response contains the manager's id.

    Args:
        body (StartManagerOptions): The options for starting a manager.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        StartedManager
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
