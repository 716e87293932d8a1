"""The middleware: where users find their spaces."""

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
    """The platform's front door: it knows a user's spaces by their access token."""

    @classmethod
    def from_profile(cls, name: str | None = None) -> Self:
        """Return a client of the middleware in a profile of the command-line tool ``si``.

        A profile is a file ``~/.si/profiles/NAME.json``; its ``middlewareApiUrl`` and ``token``
        are used. A profile without a token is used with that of ``SCRAMJET_TOKEN``.

        Args:
            name: The profile's name. If it is left out: the file in ``SI_CONFIG_PATH``, else the
                profile in ``SI_CONFIG``, else the one that ``si`` uses, else ``default``.

        Raises:
            BadParametersError: There is no such profile, it can't be read, or it has no usable
                address.

        Warns:
            UserWarning: The file holds a token, and others than its owner have access to it.
        """
        url, token = read_profile(name).for_middleware()
        client = cls(url, token=token)
        client._session.set_token_source(partial(middleware_token, name))
        return client

    async def get_managers(self) -> list[Space]:
        """List the spaces that the token gives access to.

        Returns:
            The spaces, each with its ``id``.

        Raises:
            ClientError: GET spaces failed.
        """
        return await spaces.get_managers.asyncio(client=self.bindings)

    def get_manager_client(self, id: str, api_base: str = "/api/v1") -> AsyncManagerClient:
        """Return the client of a space's manager; nothing is sent.

        Args:
            id: The space's id.
            api_base: Where the manager's API begins.

        Raises:
            BadParametersError: The id can't be one segment of a path.
        """
        return derive_client(
            AsyncManagerClient,
            self._session.below("space", quote_id("a space's id", id), api_base),
        )

    async def get_version(self) -> MiddlewareVersion:
        """Return the middleware's version.

        Raises:
            ClientError: GET version failed.
        """
        return await spaces.get_version.asyncio(client=self.bindings)

    def get_audit_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the audit of all spaces, as lines of JSON that never end.

        Args:
            idle_timeout: Seconds of silence after which reading fails; None: never.
            on_gap: Called when the stream broke off and goes on over a new connection; without it,
                a break raises StreamInterrupted. Such a stream is read by lines.

        Raises:
            ClientError: GET audit failed, when the stream is entered.
        """
        return self._open_stream(
            spaces.get_audit.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    async def list_access_keys(self, space_id: str) -> AccessKeyList:
        """List a space's access keys; the keys themselves are not shown again.

        Args:
            space_id: The space's id.

        Returns:
            ``access_keys``, each with ``created`` and ``description``.

        Raises:
            ClientError: GET space/{id}/apikey failed.
        """
        space_id = check_id("a space's id", space_id)
        return await access_keys.list_access_keys.asyncio(space_id, client=self.bindings)

    async def create_access_key(
        self, space_id: str, description: str | None = None
    ) -> CreatedAccessKey | str:
        """Make a new access key for a space.

        Args:
            space_id: The space's id.
            description: What the key is for; white space around it is dropped.

        Returns:
            What the platform answers: the only time it shows the key.

        Raises:
            ClientError: POST space/{id}/apikey failed.
        """
        body = models.AccessKeyConfig()
        if description is not None:
            body.description = check_text("description", description).strip()
        space_id = check_id("a space's id", space_id)
        return await access_keys.create_access_key.asyncio(
            space_id, client=self.bindings, body=body
        )

    async def revoke_access_key(self, space_id: str, access_key: str) -> RevokedAccessKeys:
        """Revoke one access key of a space.

        Args:
            space_id: The space's id.
            access_key: The key.

        Raises:
            ClientError: DELETE space/{id}/apikey failed.
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
            ``message`` and ``keys_revoked``.

        Raises:
            ClientError: DELETE space/{id}/apikey failed.
        """
        space_id = check_id("a space's id", space_id)
        return await access_keys.revoke_access_keys.asyncio(
            space_id, client=self.bindings, x_revoke_all=True
        )

    getManagers = get_managers
    getManagerClient = get_manager_client
