# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    topic: str,
    *,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}
    _headers.update(_wire.header("x-end-stream", x_end_stream))

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/topic/{topic}".format(
            topic=_wire.path_segment(topic),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["content"] = body.payload
        _headers["Content-Type"] = body.mime_type or "application/octet-stream"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Any | None:
    if response.status_code == 200:
        response_200 = response.json() if response.content else None
        return response_200

    if response.status_code == 202:
        return None

    raise client.invalid_response(response)


def sync_detailed(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> Response[Any | None]:
    """Write to a topic

     Writes data to a topic. If the topic does not exist, the hub creates it. The hub responds when it
    has received
    the whole body. Only one writer is active at a time, and other writers wait. If an instance provides
    the
    topic, other writers wait until the instance's output ends. Without a reader, a topic accepts about
    64 KiB,
    and then the writer waits. The content type must be the type of the topic, without parameters. A
    topic never
    ends, so `x-end-stream` has no effect. In an NDJSON topic, the hub adds a missing line feed after
    the last
    line. Hub 0.18.7 returns 202 and damages binary data.

    Args:
        topic (str):
        x_end_stream (bool | Unset):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Any | None]
    """

    kwargs = _get_kwargs(
        topic=topic,
        body=body,
        x_end_stream=x_end_stream,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> Any | None:
    """Write to a topic

     Writes data to a topic. If the topic does not exist, the hub creates it. The hub responds when it
    has received
    the whole body. Only one writer is active at a time, and other writers wait. If an instance provides
    the
    topic, other writers wait until the instance's output ends. Without a reader, a topic accepts about
    64 KiB,
    and then the writer waits. The content type must be the type of the topic, without parameters. A
    topic never
    ends, so `x-end-stream` has no effect. In an NDJSON topic, the hub adds a missing line feed after
    the last
    line. Hub 0.18.7 returns 202 and damages binary data.

    Args:
        topic (str):
        x_end_stream (bool | Unset):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Any | None
    """

    return sync_detailed(
        topic=topic,
        client=client,
        timeout=timeout,
        body=body,
        x_end_stream=x_end_stream,
    ).parsed


async def asyncio_detailed(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> Response[Any | None]:
    """Write to a topic

     Writes data to a topic. If the topic does not exist, the hub creates it. The hub responds when it
    has received
    the whole body. Only one writer is active at a time, and other writers wait. If an instance provides
    the
    topic, other writers wait until the instance's output ends. Without a reader, a topic accepts about
    64 KiB,
    and then the writer waits. The content type must be the type of the topic, without parameters. A
    topic never
    ends, so `x-end-stream` has no effect. In an NDJSON topic, the hub adds a missing line feed after
    the last
    line. Hub 0.18.7 returns 202 and damages binary data.

    Args:
        topic (str):
        x_end_stream (bool | Unset):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Any | None]
    """

    kwargs = _get_kwargs(
        topic=topic,
        body=body,
        x_end_stream=x_end_stream,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
    x_end_stream: bool | Unset = UNSET,
) -> Any | None:
    """Write to a topic

     Writes data to a topic. If the topic does not exist, the hub creates it. The hub responds when it
    has received
    the whole body. Only one writer is active at a time, and other writers wait. If an instance provides
    the
    topic, other writers wait until the instance's output ends. Without a reader, a topic accepts about
    64 KiB,
    and then the writer waits. The content type must be the type of the topic, without parameters. A
    topic never
    ends, so `x-end-stream` has no effect. In an NDJSON topic, the hub adds a missing line feed after
    the last
    line. Hub 0.18.7 returns 202 and damages binary data.

    Args:
        topic (str):
        x_end_stream (bool | Unset):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Any | None
    """

    return (
        await asyncio_detailed(
            topic=topic,
            client=client,
            timeout=timeout,
            body=body,
            x_end_stream=x_end_stream,
        )
    ).parsed
