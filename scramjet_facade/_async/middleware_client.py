"""The client of the middleware, which is the platform's entry point."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from scramjet_bindings.middleware import models
from scramjet_bindings.middleware.api import access_keys, spaces

from ..errors import BadParametersError
from ..options.arguments import check_header_value, check_id, check_text, quote_id
from ..options.profile import middleware_token, read_profile
from ..options.secret import Secret
from .manager_client import AsyncManagerClient
from .service_client import AsyncServiceClient, derive_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from scramjet_bindings.middleware.models import (
        AccessKeyList,
        CreatedAccessKey,
        MiddlewareVersion,
        RevokedAccessKeys,
        Space,
    )

    from ..body.gap import Gap
    from .stream import AsyncStream


class AsyncMiddlewareClient(AsyncServiceClient):
    """The client of the platform's entry point, which lists the spaces that a token can use."""

    @classmethod
    def from_profile(cls, name: str | None = None) -> Self:
        """Return a client of the middleware in a profile of the command-line tool ``si``.

        A profile is a file ``~/.si/profiles/NAME.json``. The client uses the profile's
        ``middlewareApiUrl`` and ``token``. If the profile has no token, the client uses
        ``SCRAMJET_TOKEN``.

        Args:
            name: The profile's name. Without a name, the client uses the file in
                ``SI_CONFIG_PATH``, else the profile in ``SI_CONFIG``, else the active profile of
                ``si``, else the profile ``default``.

        Raises:
            BadParametersError: The profile does not exist, cannot be read, or has no valid address.

        Warns:
            UserWarning: The file contains a token and other users can access it.
        """
        url, token = read_profile(name).for_middleware()
        client = cls(url, token=token)
        client._session.set_token_source(partial(middleware_token, name))
        return client

    async def get_managers(self) -> list[Space]:
        """List the spaces that the token can use.

        Returns:
            The spaces, each with its ``id``.

        Raises:
            ClientError: The request ``GET /spaces`` failed.
        """
        return await spaces.get_managers.asyncio(client=self.bindings)

    def get_manager_client(self, id: str, api_base: str = "/api/v1") -> AsyncManagerClient:
        """Return the client of a space's manager without sending a request.

        Args:
            id: The space's id.
            api_base: The path of the manager's API.

        Raises:
            BadParametersError: The id is not valid in a URL path.
        """
        return derive_client(
            AsyncManagerClient,
            self._session.below("space", quote_id("a space's id", id), api_base),
        )

    async def get_version(self) -> MiddlewareVersion:
        """Return the middleware's version.

        Raises:
            ClientError: The request ``GET /version`` failed.
        """
        return await spaces.get_version.asyncio(client=self.bindings)

    def get_audit_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the audit log of all spaces, as JSON lines; the stream never ends.

        Args:
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            ClientError: The request ``GET /audit`` failed. Entering the stream raises this error.
        """
        return self._open_stream(
            spaces.get_audit.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    async def list_access_keys(self, space_id: str) -> AccessKeyList:
        """List the descriptions of a space's access keys; the keys themselves are not returned.

        Args:
            space_id: The space's id.

        Returns:
            An object whose ``access_keys`` each have ``created`` and ``description``.

        Raises:
            ClientError: The request ``GET /space/{id}/apikey`` failed.
        """
        space_id = check_id("a space's id", space_id)
        return await access_keys.list_access_keys.asyncio(space_id, client=self.bindings)

    async def create_access_key(
        self, space_id: str, description: str | None = None
    ) -> CreatedAccessKey | str:
        """Create an access key for a space.

        Args:
            space_id: The space's id.
            description: The purpose of the key; surrounding white space is removed.

        Returns:
            The platform's response. Only this response contains the key, but its repr masks the
            key. To see the key, print the response's ``to_dict()``, or print a response that is a
            str.

        Raises:
            ClientError: The request ``POST /space/{id}/apikey`` failed.
        """
        from ..options.access_key import HiddenAccessKey  # noqa: PLC0415 (it loads a model)

        body = models.AccessKeyConfig()
        if description is not None:
            body.description = check_text("description", description).strip()
        space_id = check_id("a space's id", space_id)
        created = await access_keys.create_access_key.asyncio(
            space_id, client=self.bindings, body=body
        )
        if isinstance(created, models.CreatedAccessKey):
            return HiddenAccessKey.from_dict(created.to_dict())
        return Secret(created)

    async def revoke_access_key(self, space_id: str, access_key: str) -> RevokedAccessKeys:
        """Revoke one access key of a space.

        Args:
            space_id: The space's id.
            access_key: The key.

        Raises:
            ClientError: The request ``DELETE /space/{id}/apikey`` failed.
        """
        space_id = check_id("a space's id", space_id)
        access_key = Secret(check_header_value("x-revoke", access_key))
        if not access_key.strip():
            raise BadParametersError("access_key is empty")
        return await access_keys.revoke_access_keys.asyncio(
            space_id, client=self.bindings, x_revoke=access_key
        )

    async def revoke_all_access_keys(self, space_id: str) -> RevokedAccessKeys:
        """Revoke all access keys of a space.

        Args:
            space_id: The space's id.

        Returns:
            An object with ``message`` and ``keys_revoked``.

        Raises:
            ClientError: The request ``DELETE /space/{id}/apikey`` failed.
        """
        space_id = check_id("a space's id", space_id)
        return await access_keys.revoke_access_keys.asyncio(
            space_id, client=self.bindings, x_revoke_all=True
        )

    getManagers = get_managers
    getManagerClient = get_manager_client
