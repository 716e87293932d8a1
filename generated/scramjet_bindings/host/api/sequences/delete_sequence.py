# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.deleted_sequence import DeletedSequence
from ...types import UNSET, Response, Unset


def _get_kwargs(
    sequence_id: str,
    *,
    x_seq_kill_inst: bool | Unset = UNSET,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}
    _headers.update(_wire.header("x-seq-kill-inst", x_seq_kill_inst))

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/sequence/{sequence_id}".format(
            sequence_id=_wire.path_segment(sequence_id),
        ),
    }

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> DeletedSequence:
    if response.status_code == 200:
        response_200 = DeletedSequence.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_seq_kill_inst: bool | Unset = UNSET,
) -> Response[DeletedSequence]:
    """Delete a sequence

     Deletes a sequence that no instance uses. The sequence counts as used until 15 seconds after the end
    of its last
    instance. However, hub 1.0.1 may delete a sequence although an instance of the sequence is running.
    This happens
    if another instance of the sequence ended more than 15 seconds ago. With `x-seq-kill-inst`, the hub
    kills the
    instances first and responds after about 15 seconds. The request header `Content-Type:
    application/json` is
    required, although there is no body.

    Args:
        sequence_id (str):
        x_seq_kill_inst (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[DeletedSequence]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
        x_seq_kill_inst=x_seq_kill_inst,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_seq_kill_inst: bool | Unset = UNSET,
) -> DeletedSequence:
    """Delete a sequence

     Deletes a sequence that no instance uses. The sequence counts as used until 15 seconds after the end
    of its last
    instance. However, hub 1.0.1 may delete a sequence although an instance of the sequence is running.
    This happens
    if another instance of the sequence ended more than 15 seconds ago. With `x-seq-kill-inst`, the hub
    kills the
    instances first and responds after about 15 seconds. The request header `Content-Type:
    application/json` is
    required, although there is no body.

    Args:
        sequence_id (str):
        x_seq_kill_inst (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        DeletedSequence
    """

    return sync_detailed(
        sequence_id=sequence_id,
        client=client,
        timeout=timeout,
        x_seq_kill_inst=x_seq_kill_inst,
    ).parsed


async def asyncio_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_seq_kill_inst: bool | Unset = UNSET,
) -> Response[DeletedSequence]:
    """Delete a sequence

     Deletes a sequence that no instance uses. The sequence counts as used until 15 seconds after the end
    of its last
    instance. However, hub 1.0.1 may delete a sequence although an instance of the sequence is running.
    This happens
    if another instance of the sequence ended more than 15 seconds ago. With `x-seq-kill-inst`, the hub
    kills the
    instances first and responds after about 15 seconds. The request header `Content-Type:
    application/json` is
    required, although there is no body.

    Args:
        sequence_id (str):
        x_seq_kill_inst (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[DeletedSequence]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
        x_seq_kill_inst=x_seq_kill_inst,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_seq_kill_inst: bool | Unset = UNSET,
) -> DeletedSequence:
    """Delete a sequence

     Deletes a sequence that no instance uses. The sequence counts as used until 15 seconds after the end
    of its last
    instance. However, hub 1.0.1 may delete a sequence although an instance of the sequence is running.
    This happens
    if another instance of the sequence ended more than 15 seconds ago. With `x-seq-kill-inst`, the hub
    kills the
    instances first and responds after about 15 seconds. The request header `Content-Type:
    application/json` is
    required, although there is no body.

    Args:
        sequence_id (str):
        x_seq_kill_inst (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        DeletedSequence
    """

    return (
        await asyncio_detailed(
            sequence_id=sequence_id,
            client=client,
            timeout=timeout,
            x_seq_kill_inst=x_seq_kill_inst,
        )
    ).parsed
