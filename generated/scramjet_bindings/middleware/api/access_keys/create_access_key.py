# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.access_key_config import AccessKeyConfig
from ...models.created_access_key import CreatedAccessKey
from ...types import UNSET, Response, Unset


def _get_kwargs(
    space_id: str,
    *,
    body: AccessKeyConfig,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/space/{space_id}/apikey".format(
            space_id=_wire.path_segment(space_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()
        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> CreatedAccessKey | str:
    if response.status_code == 200:
        _response_200: Any = response.json()
        response_200: CreatedAccessKey | str
        if isinstance(_response_200, dict):
            response_200_type_0 = CreatedAccessKey.from_dict(_response_200)

            response_200 = response_200_type_0
        elif isinstance(_response_200, (dict, list)):
            raise TypeError(f"not a CreatedAccessKey | str: {_response_200!r:.100}")
        else:
            response_200 = _response_200

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: AccessKeyConfig,
) -> Response[CreatedAccessKey | str]:
    """Create an access key

     Creates a key for the space. Only this response contains the key itself. The schema of the response
    is not
    published, so this description does not list its fields.

    Args:
        space_id (str):
        body (AccessKeyConfig): The access key to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[CreatedAccessKey | str]
    """

    kwargs = _get_kwargs(
        space_id=space_id,
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: AccessKeyConfig,
) -> CreatedAccessKey | str:
    """Create an access key

     Creates a key for the space. Only this response contains the key itself. The schema of the response
    is not
    published, so this description does not list its fields.

    Args:
        space_id (str):
        body (AccessKeyConfig): The access key to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        CreatedAccessKey | str
    """

    return sync_detailed(
        space_id=space_id,
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: AccessKeyConfig,
) -> Response[CreatedAccessKey | str]:
    """Create an access key

     Creates a key for the space. Only this response contains the key itself. The schema of the response
    is not
    published, so this description does not list its fields.

    Args:
        space_id (str):
        body (AccessKeyConfig): The access key to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[CreatedAccessKey | str]
    """

    kwargs = _get_kwargs(
        space_id=space_id,
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: AccessKeyConfig,
) -> CreatedAccessKey | str:
    """Create an access key

     Creates a key for the space. Only this response contains the key itself. The schema of the response
    is not
    published, so this description does not list its fields.

    Args:
        space_id (str):
        body (AccessKeyConfig): The access key to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        CreatedAccessKey | str
    """

    return (
        await asyncio_detailed(
            space_id=space_id,
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
