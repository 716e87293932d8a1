# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.manager_config import ManagerConfig
from ...types import UNSET, Response, Unset


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/config",
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> ManagerConfig:
    if response.status_code == 200:
        response_200 = ManagerConfig.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[ManagerConfig]:
    """Get the manager's configuration

     Returns the configuration in the field `config`. The configuration may contain the keys of the
    space's store,
    so treat it as a secret.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[ManagerConfig]
    """

    kwargs = _get_kwargs()

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> ManagerConfig:
    """Get the manager's configuration

     Returns the configuration in the field `config`. The configuration may contain the keys of the
    space's store,
    so treat it as a secret.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        ManagerConfig
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[ManagerConfig]:
    """Get the manager's configuration

     Returns the configuration in the field `config`. The configuration may contain the keys of the
    space's store,
    so treat it as a secret.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[ManagerConfig]
    """

    kwargs = _get_kwargs()

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> ManagerConfig:
    """Get the manager's configuration

     Returns the configuration in the field `config`. The configuration may contain the keys of the
    space's store,
    so treat it as a secret.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        ManagerConfig
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
        )
    ).parsed
