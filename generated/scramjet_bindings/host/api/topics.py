# Generated from openapi/host.yaml
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, File, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..models.created_topic import CreatedTopic
    from ..models.deleted_topic import DeletedTopic
    from ..models.topic import Topic
    from ..models.topic_config import TopicConfig

__all__ = (
    "create_topic",
    "delete_topic",
    "get_topic",
    "get_topics",
    "send_topic",
)


class create_topic:
    """Create a topic

    Creates a topic with a content type. The names of the fields differ: `content-type` in the request,
    `contentType` in the response. Not supported by hub 0.18.7.
    """

    @staticmethod
    def _get_kwargs(
        *,
        body: TopicConfig,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/topics",
        }

        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> CreatedTopic:
        from ..models.created_topic import CreatedTopic

        if response.status_code == 200:
            response_200 = CreatedTopic.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: TopicConfig,
    ) -> Response[CreatedTopic]:
        """Create a topic

        Args:
            body (TopicConfig): The topic to create.
        """

        return client.request(
            _create_topic._get_kwargs(
                body=body,
            ),
            timeout,
            _create_topic._parse_response,
        )

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: TopicConfig,
    ) -> CreatedTopic:
        """Create a topic

        Args:
            body (TopicConfig): The topic to create.
        """

        return client.request(
            _create_topic._get_kwargs(
                body=body,
            ),
            timeout,
            _create_topic._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: TopicConfig,
    ) -> Response[CreatedTopic]:
        """Create a topic

        Args:
            body (TopicConfig): The topic to create.
        """

        return await client.asyncio_request(
            _create_topic._get_kwargs(
                body=body,
            ),
            timeout,
            _create_topic._parse_response,
        )

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: TopicConfig,
    ) -> CreatedTopic:
        """Create a topic

        Args:
            body (TopicConfig): The topic to create.
        """

        return (
            await client.asyncio_request(
                _create_topic._get_kwargs(
                    body=body,
                ),
                timeout,
                _create_topic._parse_response,
            )
        ).parsed


_create_topic = create_topic


class delete_topic:
    """Delete a topic

    Removes a topic. Its readers stay connected but receive no more data; the next write creates a new topic.
    The request header `Content-Type: application/json` is required, although there is no body. Not supported by hub
    0.18.7.
    """

    @staticmethod
    def _get_kwargs(
        topic: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "delete",
            "url": "/topics/{topic}".format(
                topic=path_segment(topic),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> DeletedTopic:
        from ..models.deleted_topic import DeletedTopic

        if response.status_code == 200:
            response_200 = DeletedTopic.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[DeletedTopic]:
        """Delete a topic

        Args:
            topic (str):
        """

        return client.request(
            _delete_topic._get_kwargs(
                topic=topic,
            ),
            timeout,
            _delete_topic._parse_response,
        )

    @staticmethod
    def sync(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> DeletedTopic:
        """Delete a topic

        Args:
            topic (str):
        """

        return client.request(
            _delete_topic._get_kwargs(
                topic=topic,
            ),
            timeout,
            _delete_topic._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[DeletedTopic]:
        """Delete a topic

        Args:
            topic (str):
        """

        return await client.asyncio_request(
            _delete_topic._get_kwargs(
                topic=topic,
            ),
            timeout,
            _delete_topic._parse_response,
        )

    @staticmethod
    async def asyncio(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> DeletedTopic:
        """Delete a topic

        Args:
            topic (str):
        """

        return (
            await client.asyncio_request(
                _delete_topic._get_kwargs(
                    topic=topic,
                ),
                timeout,
                _delete_topic._parse_response,
            )
        ).parsed


_delete_topic = delete_topic


class get_topic:
    """Read a topic

    Reads the topic, which is created if necessary. The *request* header `Content-Type` must be the topic's type.
    Data is buffered until there is a reader. Concurrent readers each receive all data from their own start on. The
    stream never ends, not even when the topic is deleted.
    """

    @staticmethod
    def _get_kwargs(
        topic: str,
        *,
        content_type: str | Unset = UNSET,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if not isinstance(content_type, Unset):
            headers["Content-Type"] = content_type

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/topic/{topic}".format(
                topic=path_segment(topic),
            ),
        }

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def stream(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        content_type: str | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read a topic

        Args:
            topic (str):
            content_type (str | Unset):
        """

        return client.stream(
            _get_topic._get_kwargs(
                topic=topic,
                content_type=content_type,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        content_type: str | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read a topic

        Args:
            topic (str):
            content_type (str | Unset):
        """

        return client.asyncio_stream(
            _get_topic._get_kwargs(
                topic=topic,
                content_type=content_type,
            ),
            timeout,
        )


_get_topic = get_topic


class get_topics:
    """List the topics

    All topics of the hub. `topic` and `topicName` are the same. A topic that the hub created again for an ended
    consumer can have an empty content type. Hub 0.18.7 returns an empty list.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/topics",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[Topic]:
        from ..models.topic import Topic

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                response_200_item = Topic.from_dict(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Topic]]:
        """List the topics"""

        return client.request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Topic]:
        """List the topics"""

        return client.request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Topic]]:
        """List the topics"""

        return await client.asyncio_request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Topic]:
        """List the topics"""

        return (await client.asyncio_request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response)).parsed


_get_topics = get_topics


class send_topic:
    """Write to a topic

    Writes to the topic, which is created if necessary. The response follows when the whole body was received. Only
    one writer is active at a time: others wait, also for an instance that provides the topic. Without a reader, a
    topic accepts about 64 KiB, then the writer waits. The content type must be the topic's, one of the four types
    without a parameter. A topic never ends, so `x-end-stream` has no effect. In an NDJSON topic the hub adds a
    missing last newline. Hub 0.18.7 returns 202 and damages binary data.
    """

    @staticmethod
    def _get_kwargs(
        topic: str,
        *,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if not isinstance(x_end_stream, Unset):
            headers["x-end-stream"] = "true" if x_end_stream else "false"

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/topic/{topic}".format(
                topic=path_segment(topic),
            ),
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Any:
        if response.status_code == 200:
            return None

        if response.status_code == 202:
            return None

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> Response[Any]:
        """Write to a topic

        Args:
            topic (str):
            x_end_stream (bool | Unset):
            body (File):
        """

        return client.request(
            _send_topic._get_kwargs(
                topic=topic,
                body=body,
                x_end_stream=x_end_stream,
            ),
            timeout,
            _send_topic._parse_response,
        )

    @staticmethod
    async def asyncio_detailed(
        topic: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> Response[Any]:
        """Write to a topic

        Args:
            topic (str):
            x_end_stream (bool | Unset):
            body (File):
        """

        return await client.asyncio_request(
            _send_topic._get_kwargs(
                topic=topic,
                body=body,
                x_end_stream=x_end_stream,
            ),
            timeout,
            _send_topic._parse_response,
        )


_send_topic = send_topic
