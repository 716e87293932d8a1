# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.sequence import Sequence
from ...types import UNSET, Response, Unset


def _get_kwargs(
    sequence_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/sequence/{sequence_id}".format(
            sequence_id=_wire.path_segment(sequence_id),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Sequence:
    if response.status_code == 200:
        response_200 = Sequence.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Sequence]:
    """Get a sequence

     Returns one sequence, with the ids of its instances. The hub does not accept the package's name as
    the id.

    Args:
        sequence_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Sequence]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Sequence:
    """Get a sequence

     Returns one sequence, with the ids of its instances. The hub does not accept the package's name as
    the id.

    Args:
        sequence_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Sequence
    """

    return sync_detailed(
        sequence_id=sequence_id,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Sequence]:
    """Get a sequence

     Returns one sequence, with the ids of its instances. The hub does not accept the package's name as
    the id.

    Args:
        sequence_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Sequence]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Sequence:
    """Get a sequence

     Returns one sequence, with the ids of its instances. The hub does not accept the package's name as
    the id.

    Args:
        sequence_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Sequence
    """

    return (
        await asyncio_detailed(
            sequence_id=sequence_id,
            client=client,
            timeout=timeout,
        )
    ).parsed
