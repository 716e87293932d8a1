# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.sent_sequence import SentSequence
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    sequence_id: str,
    *,
    body: File,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/sequence/{sequence_id}".format(
            sequence_id=_wire.path_segment(sequence_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["content"] = body.payload
        _headers["Content-Type"] = body.mime_type or "application/octet-stream"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> SentSequence:
    if response.status_code == 200:
        response_200 = SentSequence.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> Response[SentSequence]:
    """Overwrite a sequence

     Uploads another package under the same id. The hub unpacks the new package over the old one. Files
    of the old
    package remain unless the new package replaces them. A refused package does not change the sequence.
    Hub
    0.18.7 does not support this operation.

    Args:
        sequence_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[SentSequence]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> SentSequence:
    """Overwrite a sequence

     Uploads another package under the same id. The hub unpacks the new package over the old one. Files
    of the old
    package remain unless the new package replaces them. A refused package does not change the sequence.
    Hub
    0.18.7 does not support this operation.

    Args:
        sequence_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        SentSequence
    """

    return sync_detailed(
        sequence_id=sequence_id,
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> Response[SentSequence]:
    """Overwrite a sequence

     Uploads another package under the same id. The hub unpacks the new package over the old one. Files
    of the old
    package remain unless the new package replaces them. A refused package does not change the sequence.
    Hub
    0.18.7 does not support this operation.

    Args:
        sequence_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[SentSequence]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> SentSequence:
    """Overwrite a sequence

     Uploads another package under the same id. The hub unpacks the new package over the old one. Files
    of the old
    package remain unless the new package replaces them. A refused package does not change the sequence.
    Hub
    0.18.7 does not support this operation.

    Args:
        sequence_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        SentSequence
    """

    return (
        await asyncio_detailed(
            sequence_id=sequence_id,
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
