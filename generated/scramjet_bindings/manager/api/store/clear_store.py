# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.manager_operation_status import ManagerOperationStatus
from ...types import UNSET, Response, Unset


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/store",
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> ManagerOperationStatus:
    if response.status_code == 200:
        response_200 = ManagerOperationStatus.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = ManagerOperationStatus.from_dict(response.json())

        return response_202

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[ManagerOperationStatus]:
    """Clear the store

     Deletes all packages in the space's store. The request header `Content-Type: application/json` is
    required,
    although there is no body.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[ManagerOperationStatus]
    """

    kwargs = _get_kwargs()

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> ManagerOperationStatus:
    """Clear the store

     Deletes all packages in the space's store. The request header `Content-Type: application/json` is
    required,
    although there is no body.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        ManagerOperationStatus
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[ManagerOperationStatus]:
    """Clear the store

     Deletes all packages in the space's store. The request header `Content-Type: application/json` is
    required,
    although there is no body.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[ManagerOperationStatus]
    """

    kwargs = _get_kwargs()

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> ManagerOperationStatus:
    """Clear the store

     Deletes all packages in the space's store. The request header `Content-Type: application/json` is
    required,
    although there is no body.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        ManagerOperationStatus
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
        )
    ).parsed
