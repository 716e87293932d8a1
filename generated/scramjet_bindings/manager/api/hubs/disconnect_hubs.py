# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.disconnect_options import DisconnectOptions
from ...models.disconnect_result import DisconnectResult
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: DisconnectOptions,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/disconnect",
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()
        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> DisconnectResult:
    if response.status_code == 200:
        response_200 = DisconnectResult.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = DisconnectResult.from_dict(response.json())

        return response_202

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: DisconnectOptions,
) -> Response[DisconnectResult]:
    """Disconnect hubs

     Disconnects self-hosted hubs from the space. `id` selects one hub, `accessKey` selects all hubs that
    use the
    key, and `limit` selects the hubs that exceed this number. A limit of 0 disconnects all hubs.

    Args:
        body (DisconnectOptions): The options that select the hubs to disconnect. All are
            optional.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[DisconnectResult]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: DisconnectOptions,
) -> DisconnectResult:
    """Disconnect hubs

     Disconnects self-hosted hubs from the space. `id` selects one hub, `accessKey` selects all hubs that
    use the
    key, and `limit` selects the hubs that exceed this number. A limit of 0 disconnects all hubs.

    Args:
        body (DisconnectOptions): The options that select the hubs to disconnect. All are
            optional.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        DisconnectResult
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
    body: DisconnectOptions,
) -> Response[DisconnectResult]:
    """Disconnect hubs

     Disconnects self-hosted hubs from the space. `id` selects one hub, `accessKey` selects all hubs that
    use the
    key, and `limit` selects the hubs that exceed this number. A limit of 0 disconnects all hubs.

    Args:
        body (DisconnectOptions): The options that select the hubs to disconnect. All are
            optional.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[DisconnectResult]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: DisconnectOptions,
) -> DisconnectResult:
    """Disconnect hubs

     Disconnects self-hosted hubs from the space. `id` selects one hub, `accessKey` selects all hubs that
    use the
    key, and `limit` selects the hubs that exceed this number. A limit of 0 disconnects all hubs.

    Args:
        body (DisconnectOptions): The options that select the hubs to disconnect. All are
            optional.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        DisconnectResult
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
