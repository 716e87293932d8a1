"""The client that every generated endpoint function needs."""

import re
import ssl
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Self, TypeVar

import httpx
from attrs import define, evolve, field

from .errors import InvalidResponse
from .types import Response, Unset

T = TypeVar("T")
Timeout = httpx.Timeout | float | None | Unset
# The exceptions that reading a body raises if the body does not match the specification.
UNFIT = (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError)


def _shown(base_url: str) -> str:
    """Return the repr of a base URL without a user's name and password."""
    return repr(re.sub(r"//[^/]*@", "//***@", base_url))


@define
class Client:
    """The base URL and the settings of requests; pass it to endpoint functions as ``client=``.

    An endpoint function raises ``errors.InvalidResponse`` if the specification does not allow the
    status or the body of the response. The function raises ``httpx.TransportError`` if no complete
    response arrives in time, and ``ValueError`` if a path parameter is empty, "." or "..".

    Args:
        base_url: The service's base URL, for example ``http://127.0.0.1:8000/api/v1``. ``repr``
            does not show a user's name and password.
        headers: Headers for every request; never shown by ``repr``.
        timeout: The time limit in seconds or as an ``httpx.Timeout``; None for no limit.
        verify_ssl: Whether the server's certificate is verified; a path or a context defines how.
        follow_redirects: Whether redirects are followed.
        httpx_args: More arguments for ``httpx.Client`` and ``httpx.AsyncClient``.
    """

    _base_url: str = field(alias="base_url", repr=_shown)
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers", repr=False)
    _timeout: httpx.Timeout | float | None = field(default=30.0, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args", repr=False)
    _client: httpx.Client | None = field(default=None, init=False, repr=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Return a copy with more headers; this client does not change."""
        return evolve(self, headers={**self._headers, **headers})

    def with_timeout(self, timeout: httpx.Timeout | float | None) -> Self:
        """Return a copy with another timeout; this client does not change."""
        return evolve(self, timeout=timeout)

    def invalid_response(self, response: httpx.Response) -> Exception:
        """Return the error for a response that does not match the specification."""
        return InvalidResponse(response.status_code, response.content)

    def request(
        self, kwargs: dict[str, Any], timeout: Timeout, parse: Callable[..., T]
    ) -> Response[T]:
        """Send an operation's request, and read the response."""
        if not isinstance(timeout, Unset):
            kwargs["timeout"] = timeout
        return self._read(self.get_httpx_client().request(**kwargs), parse)

    async def asyncio_request(
        self, kwargs: dict[str, Any], timeout: Timeout, parse: Callable[..., T]
    ) -> Response[T]:
        """Send an operation's request, and read the response."""
        if not isinstance(timeout, Unset):
            kwargs["timeout"] = timeout
        return self._read(await self.get_async_httpx_client().request(**kwargs), parse)

    def stream(
        self, kwargs: dict[str, Any], timeout: Timeout
    ) -> AbstractContextManager[httpx.Response]:
        """Send an operation's request, and return the open response."""
        if not isinstance(timeout, Unset):
            kwargs["timeout"] = timeout
        return self.get_httpx_client().stream(**kwargs)

    def asyncio_stream(
        self, kwargs: dict[str, Any], timeout: Timeout
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Send an operation's request, and return the open response."""
        if not isinstance(timeout, Unset):
            kwargs["timeout"] = timeout
        return self.get_async_httpx_client().stream(**kwargs)

    def _read(self, response: httpx.Response, parse: Callable[..., T]) -> Response[T]:
        try:
            parsed = parse(client=self, response=response)
        except UNFIT as error:
            raise self.invalid_response(response) from error
        return Response(
            status_code=response.status_code,
            content=response.content,
            headers=response.headers,
            parsed=parsed,
        )

    def request_headers(self) -> dict[str, str]:
        """Return the headers of every request."""
        return self._headers

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this ``httpx.Client`` with its own settings instead of those of this client."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """Return the ``httpx.Client`` in use; the first call creates it."""
        if self._client is None:
            self._client = httpx.Client(**self._settings())
        return self._client

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this ``httpx.AsyncClient`` with its own settings instead of those of this client."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Return the ``httpx.AsyncClient`` in use; the first call creates it."""
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._settings())
        return self._async_client

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *exc_info: Any) -> None:
        self.get_httpx_client().__exit__(*exc_info)

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *exc_info: Any) -> None:
        await self.get_async_httpx_client().__aexit__(*exc_info)

    def _settings(self) -> dict[str, Any]:
        return {
            "base_url": self._base_url,
            "headers": self.request_headers(),
            "timeout": self._timeout,
            "verify": self._verify_ssl,
            "follow_redirects": self._follow_redirects,
            **self._httpx_args,
        }


@define
class AuthenticatedClient(Client):
    """A client that sends a token with every request.

    Args:
        token: The access token; never shown by ``repr``.
        prefix: The word before the token in the header.
        auth_header_name: The name of the header.
    """

    token: str = field(kw_only=True, repr=False)
    prefix: str = field(default="Bearer", kw_only=True)
    auth_header_name: str = field(default="Authorization", kw_only=True)

    def request_headers(self) -> dict[str, str]:
        """Return the headers of every request, including the token."""
        value = f"{self.prefix} {self.token}" if self.prefix else self.token
        return {**self._headers, self.auth_header_name: value}
