# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.revoked_access_keys import RevokedAccessKeys
from ...types import UNSET, Response, Unset


def _get_kwargs(
    space_id: str,
    *,
    x_revoke: str | Unset = UNSET,
    x_revoke_all: bool | Unset = UNSET,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}
    _headers.update(_wire.header("x-revoke", x_revoke))
    _headers.update(_wire.header("x-revoke-all", x_revoke_all))

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/space/{space_id}/apikey".format(
            space_id=_wire.path_segment(space_id),
        ),
    }

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> RevokedAccessKeys:
    if response.status_code == 200:
        response_200 = RevokedAccessKeys.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_revoke: str | Unset = UNSET,
    x_revoke_all: bool | Unset = UNSET,
) -> Response[RevokedAccessKeys]:
    """Revoke one or all access keys

     Revokes one or all access keys of the space. Send exactly one of the headers `x-revoke` and
    `x-revoke-all`.
    Revoking all keys also disconnects the self-hosted hubs of the space. The request header
    `Content-Type: application/json` is required, although there is no body.

    Args:
        space_id (str):
        x_revoke (str | Unset):
        x_revoke_all (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[RevokedAccessKeys]
    """

    kwargs = _get_kwargs(
        space_id=space_id,
        x_revoke=x_revoke,
        x_revoke_all=x_revoke_all,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_revoke: str | Unset = UNSET,
    x_revoke_all: bool | Unset = UNSET,
) -> RevokedAccessKeys:
    """Revoke one or all access keys

     Revokes one or all access keys of the space. Send exactly one of the headers `x-revoke` and
    `x-revoke-all`.
    Revoking all keys also disconnects the self-hosted hubs of the space. The request header
    `Content-Type: application/json` is required, although there is no body.

    Args:
        space_id (str):
        x_revoke (str | Unset):
        x_revoke_all (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        RevokedAccessKeys
    """

    return sync_detailed(
        space_id=space_id,
        client=client,
        timeout=timeout,
        x_revoke=x_revoke,
        x_revoke_all=x_revoke_all,
    ).parsed


async def asyncio_detailed(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_revoke: str | Unset = UNSET,
    x_revoke_all: bool | Unset = UNSET,
) -> Response[RevokedAccessKeys]:
    """Revoke one or all access keys

     Revokes one or all access keys of the space. Send exactly one of the headers `x-revoke` and
    `x-revoke-all`.
    Revoking all keys also disconnects the self-hosted hubs of the space. The request header
    `Content-Type: application/json` is required, although there is no body.

    Args:
        space_id (str):
        x_revoke (str | Unset):
        x_revoke_all (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[RevokedAccessKeys]
    """

    kwargs = _get_kwargs(
        space_id=space_id,
        x_revoke=x_revoke,
        x_revoke_all=x_revoke_all,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_revoke: str | Unset = UNSET,
    x_revoke_all: bool | Unset = UNSET,
) -> RevokedAccessKeys:
    """Revoke one or all access keys

     Revokes one or all access keys of the space. Send exactly one of the headers `x-revoke` and
    `x-revoke-all`.
    Revoking all keys also disconnects the self-hosted hubs of the space. The request header
    `Content-Type: application/json` is required, although there is no body.

    Args:
        space_id (str):
        x_revoke (str | Unset):
        x_revoke_all (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        RevokedAccessKeys
    """

    return (
        await asyncio_detailed(
            space_id=space_id,
            client=client,
            timeout=timeout,
            x_revoke=x_revoke,
            x_revoke_all=x_revoke_all,
        )
    ).parsed
