# Generated from openapi/host.yaml by `make generate`. Do not edit.
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, Unset


def _get_kwargs(
    instance_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instance/{instance_id}/output".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    return _kwargs


def stream(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AbstractContextManager[httpx.Response]:
    """Read an instance's output

     Returns the data that the sequence outputs. The hub buffers the data until the first reader
    connects. If the
    buffer contains about 17 MB, the instance waits. Several readers may read at the same time. Each
    reader receives the data that is sent after it has connected. The slowest reader delays the others.
    The stream
    ends when the sequence's output ends. If the instance is killed, the stream ends in the same way.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as a context manager
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
    )

    return client.stream(kwargs, timeout)


def asyncio_stream(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AbstractAsyncContextManager[httpx.Response]:
    """Read an instance's output

     Returns the data that the sequence outputs. The hub buffers the data until the first reader
    connects. If the
    buffer contains about 17 MB, the instance waits. Several readers may read at the same time. Each
    reader receives the data that is sent after it has connected. The slowest reader delays the others.
    The stream
    ends when the sequence's output ends. If the instance is killed, the stream ends in the same way.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as an asynchronous context manager
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
    )

    return client.asyncio_stream(kwargs, timeout)
