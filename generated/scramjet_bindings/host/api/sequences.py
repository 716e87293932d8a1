# Generated from openapi/host.yaml
from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from ...client import Client
from ...types import UNSET, File, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..models.deleted_sequence import DeletedSequence
    from ..models.sent_sequence import SentSequence
    from ..models.sequence import Sequence
    from ..models.start_config import StartConfig
    from ..models.started_instance import StartedInstance

__all__ = (
    "delete_sequence",
    "get_sequence",
    "list_sequence_instances",
    "list_sequences",
    "overwrite_sequence",
    "send_sequence",
    "start_sequence",
)


class delete_sequence:
    """Delete a sequence

    Removes a sequence that no instance uses. It counts as used until 15 seconds after the end of its last
    instance. With `x-seq-kill-inst` the hub kills the instances first and responds after about 15 seconds.
    The request header `Content-Type: application/json` is required, although there is no body.
    """

    @staticmethod
    def _get_kwargs(
        sequence_id: str,
        *,
        x_seq_kill_inst: bool | Unset = UNSET,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if not isinstance(x_seq_kill_inst, Unset):
            headers["x-seq-kill-inst"] = "true" if x_seq_kill_inst else "false"

        _kwargs: dict[str, Any] = {
            "method": "delete",
            "url": "/sequence/{sequence_id}".format(
                sequence_id=path_segment(sequence_id),
            ),
        }

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> DeletedSequence:
        from ..models.deleted_sequence import DeletedSequence

        if response.status_code == 200:
            response_200 = DeletedSequence.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_seq_kill_inst: bool | Unset = UNSET,
    ) -> Response[DeletedSequence]:
        """Delete a sequence

        Args:
            sequence_id (str):
            x_seq_kill_inst (bool | Unset):
        """

        return client.request(
            _delete_sequence._get_kwargs(
                sequence_id=sequence_id,
                x_seq_kill_inst=x_seq_kill_inst,
            ),
            timeout,
            _delete_sequence._parse_response,
        )

    @staticmethod
    def sync(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_seq_kill_inst: bool | Unset = UNSET,
    ) -> DeletedSequence:
        """Delete a sequence

        Args:
            sequence_id (str):
            x_seq_kill_inst (bool | Unset):
        """

        return client.request(
            _delete_sequence._get_kwargs(
                sequence_id=sequence_id,
                x_seq_kill_inst=x_seq_kill_inst,
            ),
            timeout,
            _delete_sequence._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_seq_kill_inst: bool | Unset = UNSET,
    ) -> Response[DeletedSequence]:
        """Delete a sequence

        Args:
            sequence_id (str):
            x_seq_kill_inst (bool | Unset):
        """

        return await client.asyncio_request(
            _delete_sequence._get_kwargs(
                sequence_id=sequence_id,
                x_seq_kill_inst=x_seq_kill_inst,
            ),
            timeout,
            _delete_sequence._parse_response,
        )

    @staticmethod
    async def asyncio(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_seq_kill_inst: bool | Unset = UNSET,
    ) -> DeletedSequence:
        """Delete a sequence

        Args:
            sequence_id (str):
            x_seq_kill_inst (bool | Unset):
        """

        return (
            await client.asyncio_request(
                _delete_sequence._get_kwargs(
                    sequence_id=sequence_id,
                    x_seq_kill_inst=x_seq_kill_inst,
                ),
                timeout,
                _delete_sequence._parse_response,
            )
        ).parsed


_delete_sequence = delete_sequence


class get_sequence:
    """Get a sequence

    One sequence, with the ids of its instances. The package's name is not accepted as the id.
    """

    @staticmethod
    def _get_kwargs(
        sequence_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/sequence/{sequence_id}".format(
                sequence_id=path_segment(sequence_id),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Sequence:
        from ..models.sequence import Sequence

        if response.status_code == 200:
            response_200 = Sequence.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Sequence]:
        """Get a sequence

        Args:
            sequence_id (str):
        """

        return client.request(
            _get_sequence._get_kwargs(
                sequence_id=sequence_id,
            ),
            timeout,
            _get_sequence._parse_response,
        )

    @staticmethod
    def sync(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Sequence:
        """Get a sequence

        Args:
            sequence_id (str):
        """

        return client.request(
            _get_sequence._get_kwargs(
                sequence_id=sequence_id,
            ),
            timeout,
            _get_sequence._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Sequence]:
        """Get a sequence

        Args:
            sequence_id (str):
        """

        return await client.asyncio_request(
            _get_sequence._get_kwargs(
                sequence_id=sequence_id,
            ),
            timeout,
            _get_sequence._parse_response,
        )

    @staticmethod
    async def asyncio(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Sequence:
        """Get a sequence

        Args:
            sequence_id (str):
        """

        return (
            await client.asyncio_request(
                _get_sequence._get_kwargs(
                    sequence_id=sequence_id,
                ),
                timeout,
                _get_sequence._parse_response,
            )
        ).parsed


_get_sequence = get_sequence


class list_sequence_instances:
    """List a sequence's instances

    The ids of the sequence's instances, including ended ones that the hub still lists.
    """

    @staticmethod
    def _get_kwargs(
        sequence_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/sequence/{sequence_id}/instances".format(
                sequence_id=path_segment(sequence_id),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[str]:
        if response.status_code == 200:
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                if not isinstance(response_200_item_data, str):
                    raise TypeError
            response_200 = cast(list[str], _response_200)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[str]]:
        """List a sequence's instances

        Args:
            sequence_id (str):
        """

        return client.request(
            _list_sequence_instances._get_kwargs(
                sequence_id=sequence_id,
            ),
            timeout,
            _list_sequence_instances._parse_response,
        )

    @staticmethod
    def sync(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[str]:
        """List a sequence's instances

        Args:
            sequence_id (str):
        """

        return client.request(
            _list_sequence_instances._get_kwargs(
                sequence_id=sequence_id,
            ),
            timeout,
            _list_sequence_instances._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[str]]:
        """List a sequence's instances

        Args:
            sequence_id (str):
        """

        return await client.asyncio_request(
            _list_sequence_instances._get_kwargs(
                sequence_id=sequence_id,
            ),
            timeout,
            _list_sequence_instances._parse_response,
        )

    @staticmethod
    async def asyncio(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[str]:
        """List a sequence's instances

        Args:
            sequence_id (str):
        """

        return (
            await client.asyncio_request(
                _list_sequence_instances._get_kwargs(
                    sequence_id=sequence_id,
                ),
                timeout,
                _list_sequence_instances._parse_response,
            )
        ).parsed


_list_sequence_instances = list_sequence_instances


class list_sequences:
    """List the sequences

    All sequences on the hub, each with the ids of its instances.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/sequences",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[Sequence]:
        from ..models.sequence import Sequence

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                response_200_item = Sequence.from_dict(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Sequence]]:
        """List the sequences"""

        return client.request(_list_sequences._get_kwargs(), timeout, _list_sequences._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Sequence]:
        """List the sequences"""

        return client.request(_list_sequences._get_kwargs(), timeout, _list_sequences._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Sequence]]:
        """List the sequences"""

        return await client.asyncio_request(_list_sequences._get_kwargs(), timeout, _list_sequences._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Sequence]:
        """List the sequences"""

        return (
            await client.asyncio_request(_list_sequences._get_kwargs(), timeout, _list_sequences._parse_response)
        ).parsed


_list_sequences = list_sequences


class overwrite_sequence:
    """Overwrite a sequence

    Uploads another package under the same id. It is unpacked over the old one, so files that
    only the old package contains remain. A refused package does not change the sequence. Not supported by hub
    0.18.7.
    """

    @staticmethod
    def _get_kwargs(
        sequence_id: str,
        *,
        body: File,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "put",
            "url": "/sequence/{sequence_id}".format(
                sequence_id=path_segment(sequence_id),
            ),
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> SentSequence:
        from ..models.sent_sequence import SentSequence

        if response.status_code == 200:
            response_200 = SentSequence.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[SentSequence]:
        """Overwrite a sequence

        Args:
            sequence_id (str):
            body (File):
        """

        return client.request(
            _overwrite_sequence._get_kwargs(
                sequence_id=sequence_id,
                body=body,
            ),
            timeout,
            _overwrite_sequence._parse_response,
        )

    @staticmethod
    def sync(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> SentSequence:
        """Overwrite a sequence

        Args:
            sequence_id (str):
            body (File):
        """

        return client.request(
            _overwrite_sequence._get_kwargs(
                sequence_id=sequence_id,
                body=body,
            ),
            timeout,
            _overwrite_sequence._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[SentSequence]:
        """Overwrite a sequence

        Args:
            sequence_id (str):
            body (File):
        """

        return await client.asyncio_request(
            _overwrite_sequence._get_kwargs(
                sequence_id=sequence_id,
                body=body,
            ),
            timeout,
            _overwrite_sequence._parse_response,
        )

    @staticmethod
    async def asyncio(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> SentSequence:
        """Overwrite a sequence

        Args:
            sequence_id (str):
            body (File):
        """

        return (
            await client.asyncio_request(
                _overwrite_sequence._get_kwargs(
                    sequence_id=sequence_id,
                    body=body,
                ),
                timeout,
                _overwrite_sequence._parse_response,
            )
        ).parsed


_overwrite_sequence = overwrite_sequence


class send_sequence:
    """Send a sequence

    Uploads a package: a tar.gz archive with `package.json` at its root, not in a directory. `package.json` must
    contain `main`. The hub always chooses the id. The body may be sent in chunks. If the client disconnects during
    the upload, no sequence is created.
    """

    @staticmethod
    def _get_kwargs(
        *,
        body: File,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/sequence",
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> SentSequence:
        from ..models.sent_sequence import SentSequence

        if response.status_code == 200:
            response_200 = SentSequence.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[SentSequence]:
        """Send a sequence

        Args:
            body (File):
        """

        return client.request(
            _send_sequence._get_kwargs(
                body=body,
            ),
            timeout,
            _send_sequence._parse_response,
        )

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> SentSequence:
        """Send a sequence

        Args:
            body (File):
        """

        return client.request(
            _send_sequence._get_kwargs(
                body=body,
            ),
            timeout,
            _send_sequence._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[SentSequence]:
        """Send a sequence

        Args:
            body (File):
        """

        return await client.asyncio_request(
            _send_sequence._get_kwargs(
                body=body,
            ),
            timeout,
            _send_sequence._parse_response,
        )

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> SentSequence:
        """Send a sequence

        Args:
            body (File):
        """

        return (
            await client.asyncio_request(
                _send_sequence._get_kwargs(
                    body=body,
                ),
                timeout,
                _send_sequence._parse_response,
            )
        ).parsed


_send_sequence = send_sequence


class start_sequence:
    """Start a sequence

    Creates an instance and returns its id when its runner has connected, after about 0.3 seconds. The response
    does not mean that the program works: a syntax error is visible later as the status `errored`. Wrong types in
    `args` or `appConfig` are not refused. Two concurrent starts with the same `instanceId` both return 200, but
    only one instance remains.
    """

    @staticmethod
    def _get_kwargs(
        sequence_id: str,
        *,
        body: StartConfig,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/sequence/{sequence_id}/start".format(
                sequence_id=path_segment(sequence_id),
            ),
        }

        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> StartedInstance:
        from ..models.started_instance import StartedInstance

        if response.status_code == 200:
            response_200 = StartedInstance.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartConfig,
    ) -> Response[StartedInstance]:
        """Start a sequence

        Args:
            sequence_id (str):
            body (StartConfig): The options for starting a sequence.
        """

        return client.request(
            _start_sequence._get_kwargs(
                sequence_id=sequence_id,
                body=body,
            ),
            timeout,
            _start_sequence._parse_response,
        )

    @staticmethod
    def sync(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartConfig,
    ) -> StartedInstance:
        """Start a sequence

        Args:
            sequence_id (str):
            body (StartConfig): The options for starting a sequence.
        """

        return client.request(
            _start_sequence._get_kwargs(
                sequence_id=sequence_id,
                body=body,
            ),
            timeout,
            _start_sequence._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartConfig,
    ) -> Response[StartedInstance]:
        """Start a sequence

        Args:
            sequence_id (str):
            body (StartConfig): The options for starting a sequence.
        """

        return await client.asyncio_request(
            _start_sequence._get_kwargs(
                sequence_id=sequence_id,
                body=body,
            ),
            timeout,
            _start_sequence._parse_response,
        )

    @staticmethod
    async def asyncio(
        sequence_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartConfig,
    ) -> StartedInstance:
        """Start a sequence

        Args:
            sequence_id (str):
            body (StartConfig): The options for starting a sequence.
        """

        return (
            await client.asyncio_request(
                _start_sequence._get_kwargs(
                    sequence_id=sequence_id,
                    body=body,
                ),
                timeout,
                _start_sequence._parse_response,
            )
        ).parsed


_start_sequence = start_sequence
