# Generated from openapi/manager.yaml
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, cast

import httpx

from ...client import Client
from ...types import UNSET, File, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..models.space_topic import SpaceTopic

__all__ = (
    "get_topic",
    "get_topics",
    "send_topic",
)


class get_topic:
    """Read a topic

    Reads a topic of the space; the data may come from any hub. The stream never ends by itself. A client may send
    the type that it expects in the *request* header `Content-Type`, as for a hub's topic.
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
    """List the space's topics

    The topics of the space, each with the hubs that write to it or read from it. Older managers return names, or
    lists of names.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/topics",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[list[str] | SpaceTopic | str]:
        from ..models.space_topic import SpaceTopic

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:

                def _parse_response_200_item(data: object) -> list[str] | SpaceTopic | str:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        response_200_item_type_0 = SpaceTopic.from_dict(data)

                        return response_200_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, list):
                            raise TypeError()
                        _response_200_item_type_2 = data
                        if not isinstance(_response_200_item_type_2, list):
                            raise TypeError
                        for componentsschemas_id_list_item_data in _response_200_item_type_2:
                            if not isinstance(componentsschemas_id_list_item_data, str):
                                raise TypeError
                        response_200_item_type_2 = cast(list[str], _response_200_item_type_2)

                        return response_200_item_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(list[str] | SpaceTopic | str, data)

                response_200_item = _parse_response_200_item(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceTopic | str]]:
        """List the space's topics"""

        return client.request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceTopic | str]:
        """List the space's topics"""

        return client.request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceTopic | str]]:
        """List the space's topics"""

        return await client.asyncio_request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceTopic | str]:
        """List the space's topics"""

        return (await client.asyncio_request(_get_topics._get_kwargs(), timeout, _get_topics._parse_response)).parsed


_get_topics = get_topics


class send_topic:
    """Write to a topic

    Writes to a topic of the space. The response follows when the body was received, so a write may wait for a
    reader.
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
