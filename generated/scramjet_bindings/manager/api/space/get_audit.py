# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

import httpx

from ...client import Client
from ...types import UNSET, Unset


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/audit",
    }

    return _kwargs


def stream(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AbstractContextManager[httpx.Response]:
    """Read the space's audit log

     Returns JSON lines about requests, instances and sequences on the space's hubs. The stream never
    ends by
    itself.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        An open httpx.Response, as a context manager
    """

    kwargs = _get_kwargs()

    return client.stream(kwargs, timeout)


def asyncio_stream(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AbstractAsyncContextManager[httpx.Response]:
    """Read the space's audit log

     Returns JSON lines about requests, instances and sequences on the space's hubs. The stream never
    ends by
    itself.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        An open httpx.Response, as an asynchronous context manager
    """

    kwargs = _get_kwargs()

    return client.asyncio_stream(kwargs, timeout)
