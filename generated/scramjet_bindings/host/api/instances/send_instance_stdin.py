# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    instance_id: str,
    *,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}
    _headers.update(_wire.header("x-end-stream", x_end_stream))

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/instance/{instance_id}/stdin".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["content"] = body.payload
        _headers["Content-Type"] = body.mime_type or "application/octet-stream"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> None:
    if response.status_code == 200:
        return None

    if response.status_code == 202:
        return None

    raise client.invalid_response(response)


def sync_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> Response[None]:
    """Send data to an instance's stdin

     Streams data into the standard input of the instance's process. By default, the standard input ends
    when the
    request ends. The hub responds as for `/instance/{instance_id}/input`. The content type must be
    `application/octet-stream`.

    Args:
        instance_id (str):
        x_end_stream (bool | Unset):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
        x_end_stream=x_end_stream,
    )

    return client.request(kwargs, timeout, _parse_response)


async def asyncio_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> Response[None]:
    """Send data to an instance's stdin

     Streams data into the standard input of the instance's process. By default, the standard input ends
    when the
    request ends. The hub responds as for `/instance/{instance_id}/input`. The content type must be
    `application/octet-stream`.

    Args:
        instance_id (str):
        x_end_stream (bool | Unset):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[None]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
        x_end_stream=x_end_stream,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)
