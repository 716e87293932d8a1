# Generated from openapi/host.yaml by `make generate`. Do not edit.
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, File, Unset


def _get_kwargs(
    instance_id: str,
    *,
    body: File,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/instance/{instance_id}/inout".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["content"] = body.payload
        _headers["Content-Type"] = body.mime_type or "application/octet-stream"

    _kwargs["headers"] = _headers
    return _kwargs


def stream(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> AbstractContextManager[httpx.Response]:
    """Send input and read output at the same time

     Sends input and returns the output at the same time (full duplex). This operation is experimental.
    The hub
    sends the response's headers with the instance's first output, and the response never ends. The end
    of the
    request does not end the input. The response has no content type. The hub decodes the data as UTF-8,
    which
    damages binary data. If the instance does not accept the content type, the instance receives
    nothing. After
    the end of the instance, the hub does not respond. Hub 0.18.7 does not support this operation.

    Args:
        instance_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as a context manager
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return client.stream(kwargs, timeout)


def asyncio_stream(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> AbstractAsyncContextManager[httpx.Response]:
    """Send input and read output at the same time

     Sends input and returns the output at the same time (full duplex). This operation is experimental.
    The hub
    sends the response's headers with the instance's first output, and the response never ends. The end
    of the
    request does not end the input. The response has no content type. The hub decodes the data as UTF-8,
    which
    damages binary data. If the instance does not accept the content type, the instance receives
    nothing. After
    the end of the instance, the hub does not respond. Hub 0.18.7 does not support this operation.

    Args:
        instance_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as an asynchronous context manager
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return client.asyncio_stream(kwargs, timeout)
