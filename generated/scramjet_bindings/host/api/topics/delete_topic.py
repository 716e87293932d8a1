# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.deleted_topic import DeletedTopic
from ...types import UNSET, Response, Unset


def _get_kwargs(
    topic: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/topics/{topic}".format(
            topic=_wire.path_segment(topic),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> DeletedTopic:
    if response.status_code == 200:
        response_200 = DeletedTopic.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[DeletedTopic]:
    """Delete a topic

     Deletes a topic. The topic's readers stay connected but receive no more data. The next write creates
    a new
    topic. The request header `Content-Type: application/json` is required, although there is no body.
    Hub 0.18.7
    does not support this operation.

    Args:
        topic (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[DeletedTopic]
    """

    kwargs = _get_kwargs(
        topic=topic,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> DeletedTopic:
    """Delete a topic

     Deletes a topic. The topic's readers stay connected but receive no more data. The next write creates
    a new
    topic. The request header `Content-Type: application/json` is required, although there is no body.
    Hub 0.18.7
    does not support this operation.

    Args:
        topic (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        DeletedTopic
    """

    return sync_detailed(
        topic=topic,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[DeletedTopic]:
    """Delete a topic

     Deletes a topic. The topic's readers stay connected but receive no more data. The next write creates
    a new
    topic. The request header `Content-Type: application/json` is required, although there is no body.
    Hub 0.18.7
    does not support this operation.

    Args:
        topic (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[DeletedTopic]
    """

    kwargs = _get_kwargs(
        topic=topic,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    topic: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> DeletedTopic:
    """Delete a topic

     Deletes a topic. The topic's readers stay connected but receive no more data. The next write creates
    a new
    topic. The request header `Content-Type: application/json` is required, although there is no body.
    Hub 0.18.7
    does not support this operation.

    Args:
        topic (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        DeletedTopic
    """

    return (
        await asyncio_detailed(
            topic=topic,
            client=client,
            timeout=timeout,
        )
    ).parsed
