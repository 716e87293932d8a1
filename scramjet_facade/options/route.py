"""The settings of a client's connections: certificates and proxies."""

from __future__ import annotations

import os
import ssl
from functools import cached_property, partial
from typing import Any

from attrs import asdict, field, frozen

from ..errors import BadParametersError
from ..http11.target import Target
from .arguments import check_flag
from .proxy import check_proxy, environment_proxy
from .tls import Cert, load_own, own_context, shared_context


@frozen(kw_only=True)
class Route:
    """The settings of connections to a service.

    Attributes:
        verify: Whether to verify the server's certificate. A file, a directory or an SSLContext
            contains the certificates to trust.
        cert: The client's certificate: one file, or a pair of files for the certificate and key.
        proxy: The proxy's URL. The default comes from the environment (``HTTPS_PROXY``, …).
        trust_env: Whether to use the environment's proxy and certificates.
    """

    verify: bool | str | os.PathLike[str] | ssl.SSLContext = True
    cert: Cert | None = None
    proxy: str | None = field(default=None, repr=False)
    trust_env: bool = True

    def __attrs_post_init__(self) -> None:
        check_flag("trust_env", self.trust_env)
        # Arguments are checked here, but the environment's certificates only on their first use.
        if isinstance(self.verify, str | os.PathLike):
            if not os.path.exists(self.verify):  # noqa: PTH110 (Path.exists may raise OSError)
                raise BadParametersError(f"verify: {self.verify} does not exist")
            _ = self._own_context
        elif not isinstance(self.verify, bool | ssl.SSLContext):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise BadParametersError(
                "verify must be True, False, a path or an ssl.SSLContext, "
                f"not {type(self.verify).__name__}"
            )
        elif self.cert is not None:
            load_own(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), self.cert)
        if self.proxy is not None:
            check_proxy(self.proxy)

    def __reduce__(self) -> tuple[Any, ...]:
        if self.proxy is not None and "@" in self.proxy:
            raise TypeError(
                "a client whose proxy= contains a password cannot be pickled, because the pickle "
                "would contain the password: set HTTPS_PROXY instead, or create the client in the "
                "process that uses it"
            )
        return partial(Route, **asdict(self, recurse=False)), ()

    def target(self, base_url: str) -> Target:
        """Return the target of connections to a service."""
        proxy, setting = self.proxy_setting(base_url)
        return Target(base_url, proxy=proxy, proxy_setting=setting, ssl_context=self.ssl_context)

    def proxy_setting(self, base_url: str) -> tuple[str | None, str]:
        """Return the URL of a service's proxy, or None, and the name of the setting."""
        if self.proxy is not None or not self.trust_env:
            return self.proxy, "proxy="
        return environment_proxy(base_url)

    def ssl_context(self) -> ssl.SSLContext:
        """Return the TLS context, which is created on first use.

        Raises:
            BadParametersError: The environment's certificates cannot be used. The message contains
                the variable's name.
        """
        if self.verify is True and self.cert is None:
            return shared_context(self.trust_env)
        return self._own_context

    @cached_property
    def _own_context(self) -> ssl.SSLContext:
        return own_context(self.verify, self.cert, self.trust_env)
