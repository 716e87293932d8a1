# Generated from openapi/host.yaml by `make generate`. Do not edit.
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, Unset


def _get_kwargs(
    topic: str,
    *,
    content_type: str | Unset = UNSET,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}
    _headers.update(_wire.header("Content-Type", content_type))

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/topic/{topic}".format(
            topic=_wire.path_segment(topic),
        ),
    }

    _kwargs["headers"] = _headers
    return _kwargs


def stream(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    content_type: str | Unset = UNSET,
) -> AbstractContextManager[httpx.Response]:
    """Read a topic

     Returns the data of a topic. If the topic does not exist, the hub creates it. The *request* header
    `Content-Type` must be the topic's type. The hub buffers data until there is a reader. Several
    readers may read
    at the same time. Each reader receives the data that is sent after it has connected. The stream
    never ends, not
    even when the topic is deleted.

    Args:
        topic (str):
        content_type (str | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as a context manager
    """

    kwargs = _get_kwargs(
        topic=topic,
        content_type=content_type,
    )

    return client.stream(kwargs, timeout)


def asyncio_stream(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    content_type: str | Unset = UNSET,
) -> AbstractAsyncContextManager[httpx.Response]:
    """Read a topic

     Returns the data of a topic. If the topic does not exist, the hub creates it. The *request* header
    `Content-Type` must be the topic's type. The hub buffers data until there is a reader. Several
    readers may read
    at the same time. Each reader receives the data that is sent after it has connected. The stream
    never ends, not
    even when the topic is deleted.

    Args:
        topic (str):
        content_type (str | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        An open httpx.Response, as an asynchronous context manager
    """

    kwargs = _get_kwargs(
        topic=topic,
        content_type=content_type,
    )

    return client.asyncio_stream(kwargs, timeout)
