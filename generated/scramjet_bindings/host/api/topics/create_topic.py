# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.created_topic import CreatedTopic
from ...models.topic_config import TopicConfig
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: TopicConfig,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/topics",
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()
        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> CreatedTopic:
    if response.status_code == 200:
        response_200 = CreatedTopic.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: TopicConfig,
) -> Response[CreatedTopic]:
    """Create a topic

     Creates a topic with a content type. The field is named `content-type` in the request, and
    `contentType` in
    the response. Hub 0.18.7 does not support this operation.

    Args:
        body (TopicConfig): The topic to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[CreatedTopic]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: TopicConfig,
) -> CreatedTopic:
    """Create a topic

     Creates a topic with a content type. The field is named `content-type` in the request, and
    `contentType` in
    the response. Hub 0.18.7 does not support this operation.

    Args:
        body (TopicConfig): The topic to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        CreatedTopic
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
    body: TopicConfig,
) -> Response[CreatedTopic]:
    """Create a topic

     Creates a topic with a content type. The field is named `content-type` in the request, and
    `contentType` in
    the response. Hub 0.18.7 does not support this operation.

    Args:
        body (TopicConfig): The topic to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[CreatedTopic]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: TopicConfig,
) -> CreatedTopic:
    """Create a topic

     Creates a topic with a content type. The field is named `content-type` in the request, and
    `contentType` in
    the response. Hub 0.18.7 does not support this operation.

    Args:
        body (TopicConfig): The topic to create.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        CreatedTopic
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
