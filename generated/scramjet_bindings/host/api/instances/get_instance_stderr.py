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
        "url": "/instance/{instance_id}/stderr".format(
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
    """Read an instance's stderr

     Returns the standard error of the instance's process. The hub buffers this stream like the output.
    The stream
    ends when the process ends, 10 seconds after the end of the sequence's output.

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
    """Read an instance's stderr

     Returns the standard error of the instance's process. The hub buffers this stream like the output.
    The stream
    ends when the process ends, 10 seconds after the end of the sequence's output.

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
