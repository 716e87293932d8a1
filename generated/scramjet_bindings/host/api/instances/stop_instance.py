# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.instance import Instance
from ...models.operation_status import OperationStatus
from ...models.stop_options import StopOptions
from ...types import UNSET, Response, Unset


def _get_kwargs(
    instance_id: str,
    *,
    body: list[int | StopOptions] | StopOptions,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/instance/{instance_id}/_stop".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    if not isinstance(body, Unset):
        if isinstance(body, StopOptions):
            _kwargs["json"] = body.to_dict()
        else:
            _kwargs["json"] = []
            for _componentsschemas_stop_pair_item_data in body:
                _componentsschemas_stop_pair_item: dict[str, Any] | int
                if isinstance(_componentsschemas_stop_pair_item_data, StopOptions):
                    _componentsschemas_stop_pair_item = _componentsschemas_stop_pair_item_data.to_dict()
                else:
                    _componentsschemas_stop_pair_item = _componentsschemas_stop_pair_item_data
                _kwargs["json"].append(_componentsschemas_stop_pair_item)

        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Instance | OperationStatus:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> Instance | OperationStatus:
            candidates: list[Instance | OperationStatus] = []
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = Instance.from_dict(data)

                candidates.append(response_200_type_0)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_1 = OperationStatus.from_dict(data)

                candidates.append(response_200_type_1)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if candidates:
                return _wire.best(data, candidates)
            raise TypeError(f"not a Instance | OperationStatus: {data!r:.100}")

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 202:

        def _parse_response_202(data: object) -> Instance | OperationStatus:
            candidates: list[Instance | OperationStatus] = []
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_202_type_0 = Instance.from_dict(data)

                candidates.append(response_202_type_0)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_202_type_1 = OperationStatus.from_dict(data)

                candidates.append(response_202_type_1)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if candidates:
                return _wire.best(data, candidates)
            raise TypeError(f"not a Instance | OperationStatus: {data!r:.100}")

        response_202 = _parse_response_202(response.json())

        return response_202

    raise client.invalid_response(response)


def sync_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[int | StopOptions] | StopOptions,
) -> Response[Instance | OperationStatus]:
    """Stop an instance

     Asks the instance to end, and ends it after `timeout` milliseconds. The hub always responds after
    `timeout`
    milliseconds, even if the instance ends earlier. The status in the response is usually `stopping`.

    If the sequence asks to be kept alive, and `canCallKeepalive` allows it, the instance continues to
    run with
    the status `stopping`. It can then be stopped again, but not killed. Stopping an ended instance
    changes its
    status to `stopping`.

    Hub 0.18.7 requires the list `[4001, {...}]` of a code and the options as the body, and responds
    with 200 and
    an `opStatus`. Hub 1.0.1 accepts this list, but ignores its options and uses the defaults.

    Args:
        instance_id (str):
        body (list[int | StopOptions] | StopOptions):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Instance | OperationStatus]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[int | StopOptions] | StopOptions,
) -> Instance | OperationStatus:
    """Stop an instance

     Asks the instance to end, and ends it after `timeout` milliseconds. The hub always responds after
    `timeout`
    milliseconds, even if the instance ends earlier. The status in the response is usually `stopping`.

    If the sequence asks to be kept alive, and `canCallKeepalive` allows it, the instance continues to
    run with
    the status `stopping`. It can then be stopped again, but not killed. Stopping an ended instance
    changes its
    status to `stopping`.

    Hub 0.18.7 requires the list `[4001, {...}]` of a code and the options as the body, and responds
    with 200 and
    an `opStatus`. Hub 1.0.1 accepts this list, but ignores its options and uses the defaults.

    Args:
        instance_id (str):
        body (list[int | StopOptions] | StopOptions):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Instance | OperationStatus
    """

    return sync_detailed(
        instance_id=instance_id,
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[int | StopOptions] | StopOptions,
) -> Response[Instance | OperationStatus]:
    """Stop an instance

     Asks the instance to end, and ends it after `timeout` milliseconds. The hub always responds after
    `timeout`
    milliseconds, even if the instance ends earlier. The status in the response is usually `stopping`.

    If the sequence asks to be kept alive, and `canCallKeepalive` allows it, the instance continues to
    run with
    the status `stopping`. It can then be stopped again, but not killed. Stopping an ended instance
    changes its
    status to `stopping`.

    Hub 0.18.7 requires the list `[4001, {...}]` of a code and the options as the body, and responds
    with 200 and
    an `opStatus`. Hub 1.0.1 accepts this list, but ignores its options and uses the defaults.

    Args:
        instance_id (str):
        body (list[int | StopOptions] | StopOptions):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Instance | OperationStatus]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: list[int | StopOptions] | StopOptions,
) -> Instance | OperationStatus:
    """Stop an instance

     Asks the instance to end, and ends it after `timeout` milliseconds. The hub always responds after
    `timeout`
    milliseconds, even if the instance ends earlier. The status in the response is usually `stopping`.

    If the sequence asks to be kept alive, and `canCallKeepalive` allows it, the instance continues to
    run with
    the status `stopping`. It can then be stopped again, but not killed. Stopping an ended instance
    changes its
    status to `stopping`.

    Hub 0.18.7 requires the list `[4001, {...}]` of a code and the options as the body, and responds
    with 200 and
    an `opStatus`. Hub 1.0.1 accepts this list, but ignores its options and uses the defaults.

    Args:
        instance_id (str):
        body (list[int | StopOptions] | StopOptions):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Instance | OperationStatus
    """

    return (
        await asyncio_detailed(
            instance_id=instance_id,
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
