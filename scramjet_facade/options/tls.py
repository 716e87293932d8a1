"""Which certificates are trusted, and which is the client's own."""

from __future__ import annotations

import os
import re
import ssl
from functools import lru_cache
from pathlib import Path

from ..errors import BadParametersError

_HASHED_NAME = re.compile(r"[0-9a-f]{8}\.[0-9]+")  # what OpenSSL looks for in a folder


def shared_context(trust_env: bool) -> ssl.SSLContext:
    """Return the context of all clients without settings of their own: making one takes 30 ms."""
    return _shared(*_environment(trust_env))


def own_context(
    verify: bool | str | os.PathLike[str] | ssl.SSLContext,
    cert: str | tuple[str, str] | None,
    trust_env: bool,
) -> ssl.SSLContext:
    """Return a context for settings of one's own."""
    match verify:
        case ssl.SSLContext():
            context = verify
        case True:
            context = _trusting(*_environment(trust_env))
        case False:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        case path:
            keys = os.environ.get("SSLKEYLOGFILE")
            context = _new("verify", path, keys, is_folder=Path(path).is_dir())
    if cert is not None:
        load_own(context, cert)
    return context


def load_own(context: ssl.SSLContext, cert: str | tuple[str, str]) -> None:
    """Load the client's own certificate."""
    files = (cert,) if isinstance(cert, str) else cert
    try:
        context.load_cert_chain(*files)
    except OSError as error:
        raise BadParametersError(f"cert can't be used: {error}") from error


def _environment(trust_env: bool) -> tuple[str | None, str | None, str | None]:
    """Return where certificates are, and where Python itself writes the keys of sessions."""
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    keys = os.environ.get("SSLKEYLOGFILE")
    return (file or None, folder or None, keys) if trust_env else (None, None, keys)


def _trusting(file: str | None, folder: str | None, keys: str | None) -> ssl.SSLContext:
    if file is not None:
        context = _new("SSL_CERT_FILE", file, keys)
        if folder is not None:  # OpenSSL looks there too
            context.load_verify_locations(capath=folder)
        return context
    if folder is None:
        import certifi  # noqa: PLC0415 (only where there is TLS)

        return _new("certifi", certifi.where(), keys)
    if not any(_has_certificates(Path(part)) for part in folder.split(os.pathsep)):
        raise BadParametersError(
            f"SSL_CERT_DIR: {folder} holds no certificates with the names that OpenSSL looks for, "
            "such as 5ed36f99.0: `openssl rehash` makes them"
        )
    return _new("SSL_CERT_DIR", folder, keys, is_folder=True)


_shared = lru_cache(maxsize=4)(_trusting)


def _has_certificates(folder: Path) -> bool:
    try:
        return any(_HASHED_NAME.fullmatch(path.name) for path in folder.iterdir())
    except OSError:
        return False


def _new(
    what: str, path: str | os.PathLike[str], keys: str | None, *, is_folder: bool = False
) -> ssl.SSLContext:
    """Return a context that trusts what is at a path; ``what`` says who named it."""
    try:
        if keys:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).keylog_filename = keys
    except OSError as error:
        raise BadParametersError(f"SSLKEYLOGFILE: can't write {keys}: {error.strerror}") from error
    file, folder = (None, path) if is_folder else (path, None)
    try:
        return ssl.create_default_context(cafile=file, capath=folder)
    except OSError as error:
        raise BadParametersError(f"{what}: {path} holds no certificates: {error}") from error
