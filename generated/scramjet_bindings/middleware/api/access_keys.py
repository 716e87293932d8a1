# Generated from openapi/middleware.yaml
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..models.access_key_config import AccessKeyConfig
    from ..models.access_key_list import AccessKeyList
    from ..models.created_access_key import CreatedAccessKey
    from ..models.revoked_access_keys import RevokedAccessKeys

__all__ = (
    "create_access_key",
    "list_access_keys",
    "revoke_access_keys",
)


class create_access_key:
    """Create an access key

    Creates a key for the space. Only this response contains the key itself. The schema of the response is not
    published, so its fields are open.
    """

    @staticmethod
    def _get_kwargs(
        space_id: str,
        *,
        body: AccessKeyConfig,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/space/{space_id}/apikey".format(
                space_id=path_segment(space_id),
            ),
        }

        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> CreatedAccessKey | str:
        from ..models.created_access_key import CreatedAccessKey

        if response.status_code == 200:
            _response_200: Any = response.json()
            response_200: CreatedAccessKey | str = _response_200
            if isinstance(_response_200, dict):
                try:
                    response_200_type_0 = CreatedAccessKey.from_dict(_response_200)

                    response_200 = response_200_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: AccessKeyConfig,
    ) -> Response[CreatedAccessKey | str]:
        """Create an access key

        Args:
            space_id (str):
            body (AccessKeyConfig): The access key to create.
        """

        return client.request(
            _create_access_key._get_kwargs(
                space_id=space_id,
                body=body,
            ),
            timeout,
            _create_access_key._parse_response,
        )

    @staticmethod
    def sync(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: AccessKeyConfig,
    ) -> CreatedAccessKey | str:
        """Create an access key

        Args:
            space_id (str):
            body (AccessKeyConfig): The access key to create.
        """

        return client.request(
            _create_access_key._get_kwargs(
                space_id=space_id,
                body=body,
            ),
            timeout,
            _create_access_key._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: AccessKeyConfig,
    ) -> Response[CreatedAccessKey | str]:
        """Create an access key

        Args:
            space_id (str):
            body (AccessKeyConfig): The access key to create.
        """

        return await client.asyncio_request(
            _create_access_key._get_kwargs(
                space_id=space_id,
                body=body,
            ),
            timeout,
            _create_access_key._parse_response,
        )

    @staticmethod
    async def asyncio(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: AccessKeyConfig,
    ) -> CreatedAccessKey | str:
        """Create an access key

        Args:
            space_id (str):
            body (AccessKeyConfig): The access key to create.
        """

        return (
            await client.asyncio_request(
                _create_access_key._get_kwargs(
                    space_id=space_id,
                    body=body,
                ),
                timeout,
                _create_access_key._parse_response,
            )
        ).parsed


_create_access_key = create_access_key


class list_access_keys:
    """List a space's access keys

    The time of creation and the purpose of each key, without the keys themselves. The official client sends the
    request header `Content-Type: application/json` with this GET as well.
    """

    @staticmethod
    def _get_kwargs(
        space_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/space/{space_id}/apikey".format(
                space_id=path_segment(space_id),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> AccessKeyList:
        from ..models.access_key_list import AccessKeyList

        if response.status_code == 200:
            response_200 = AccessKeyList.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[AccessKeyList]:
        """List a space's access keys

        Args:
            space_id (str):
        """

        return client.request(
            _list_access_keys._get_kwargs(
                space_id=space_id,
            ),
            timeout,
            _list_access_keys._parse_response,
        )

    @staticmethod
    def sync(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AccessKeyList:
        """List a space's access keys

        Args:
            space_id (str):
        """

        return client.request(
            _list_access_keys._get_kwargs(
                space_id=space_id,
            ),
            timeout,
            _list_access_keys._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[AccessKeyList]:
        """List a space's access keys

        Args:
            space_id (str):
        """

        return await client.asyncio_request(
            _list_access_keys._get_kwargs(
                space_id=space_id,
            ),
            timeout,
            _list_access_keys._parse_response,
        )

    @staticmethod
    async def asyncio(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AccessKeyList:
        """List a space's access keys

        Args:
            space_id (str):
        """

        return (
            await client.asyncio_request(
                _list_access_keys._get_kwargs(
                    space_id=space_id,
                ),
                timeout,
                _list_access_keys._parse_response,
            )
        ).parsed


_list_access_keys = list_access_keys


class revoke_access_keys:
    """Revoke one or all access keys

    Revokes the key in `x-revoke`, or all keys of the space with `x-revoke-all`. Send exactly one of the two.
    Revoking all keys also disconnects the self-hosted hubs of the space.
    The request header `Content-Type: application/json` is required, although there is no body.
    """

    @staticmethod
    def _get_kwargs(
        space_id: str,
        *,
        x_revoke: str | Unset = UNSET,
        x_revoke_all: bool | Unset = UNSET,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if not isinstance(x_revoke, Unset):
            headers["x-revoke"] = x_revoke

        if not isinstance(x_revoke_all, Unset):
            headers["x-revoke-all"] = "true" if x_revoke_all else "false"

        _kwargs: dict[str, Any] = {
            "method": "delete",
            "url": "/space/{space_id}/apikey".format(
                space_id=path_segment(space_id),
            ),
        }

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> RevokedAccessKeys:
        from ..models.revoked_access_keys import RevokedAccessKeys

        if response.status_code == 200:
            response_200 = RevokedAccessKeys.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_revoke: str | Unset = UNSET,
        x_revoke_all: bool | Unset = UNSET,
    ) -> Response[RevokedAccessKeys]:
        """Revoke one or all access keys

        Args:
            space_id (str):
            x_revoke (str | Unset):
            x_revoke_all (bool | Unset):
        """

        return client.request(
            _revoke_access_keys._get_kwargs(
                space_id=space_id,
                x_revoke=x_revoke,
                x_revoke_all=x_revoke_all,
            ),
            timeout,
            _revoke_access_keys._parse_response,
        )

    @staticmethod
    def sync(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_revoke: str | Unset = UNSET,
        x_revoke_all: bool | Unset = UNSET,
    ) -> RevokedAccessKeys:
        """Revoke one or all access keys

        Args:
            space_id (str):
            x_revoke (str | Unset):
            x_revoke_all (bool | Unset):
        """

        return client.request(
            _revoke_access_keys._get_kwargs(
                space_id=space_id,
                x_revoke=x_revoke,
                x_revoke_all=x_revoke_all,
            ),
            timeout,
            _revoke_access_keys._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_revoke: str | Unset = UNSET,
        x_revoke_all: bool | Unset = UNSET,
    ) -> Response[RevokedAccessKeys]:
        """Revoke one or all access keys

        Args:
            space_id (str):
            x_revoke (str | Unset):
            x_revoke_all (bool | Unset):
        """

        return await client.asyncio_request(
            _revoke_access_keys._get_kwargs(
                space_id=space_id,
                x_revoke=x_revoke,
                x_revoke_all=x_revoke_all,
            ),
            timeout,
            _revoke_access_keys._parse_response,
        )

    @staticmethod
    async def asyncio(
        space_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_revoke: str | Unset = UNSET,
        x_revoke_all: bool | Unset = UNSET,
    ) -> RevokedAccessKeys:
        """Revoke one or all access keys

        Args:
            space_id (str):
            x_revoke (str | Unset):
            x_revoke_all (bool | Unset):
        """

        return (
            await client.asyncio_request(
                _revoke_access_keys._get_kwargs(
                    space_id=space_id,
                    x_revoke=x_revoke,
                    x_revoke_all=x_revoke_all,
                ),
                timeout,
                _revoke_access_keys._parse_response,
            )
        ).parsed


_revoke_access_keys = revoke_access_keys
