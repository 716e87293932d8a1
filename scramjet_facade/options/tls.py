"""The certificates that a client trusts, and the client's own certificate."""

from __future__ import annotations

import os
import re
import ssl
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from ..errors import BadParametersError

_Path: TypeAlias = str | os.PathLike[str]
Cert: TypeAlias = _Path | tuple[_Path, _Path]
"""A client's certificate: one file, or a pair of files for the certificate and its key."""

_HASHED_NAME = re.compile(r"[0-9a-f]{8}\.[0-9]+")  # OpenSSL reads only files with such names


def shared_context(trust_env: bool) -> ssl.SSLContext:
    """Return the context that clients with default settings share; creating it takes 30 ms."""
    return _shared(*_environment(trust_env))


def own_context(
    verify: bool | str | os.PathLike[str] | ssl.SSLContext,
    cert: Cert | None,
    trust_env: bool,
) -> ssl.SSLContext:
    """Return a new context for one client's settings."""
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


def load_own(context: ssl.SSLContext, cert: Cert) -> None:
    """Load the client's own certificate."""
    files = cert if isinstance(cert, tuple) else (cert,)
    if isinstance(cert, tuple) and len(cert) != 2:  # noqa: PLR2004 (a third may be a password)
        raise BadParametersError("cert must be one path, or the paths of a certificate and a key")
    try:
        context.load_cert_chain(files[0], files[-1])  # a single file contains both
    except (OSError, TypeError, ValueError) as error:
        names = " and ".join(map(str, files))
        raise BadParametersError(f"cert: cannot load {names}: {error}") from error


def _environment(trust_env: bool) -> tuple[str | None, str | None, str | None]:
    """Return the environment's certificate file, certificate folder and file for session keys."""
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    keys = os.environ.get("SSLKEYLOGFILE")
    return (file or None, folder or None, keys) if trust_env else (None, None, keys)


def _trusting(file: str | None, folder: str | None, keys: str | None) -> ssl.SSLContext:
    if file is not None:
        context = _new("SSL_CERT_FILE", file, keys)
        if folder is not None:  # OpenSSL also uses both settings
            context.load_verify_locations(capath=folder)
        return context
    if folder is None:
        import certifi  # noqa: PLC0415 (only where there is TLS)

        return _new("certifi", certifi.where(), keys)
    if not any(_has_certificates(Path(part)) for part in folder.split(os.pathsep)):
        raise BadParametersError(
            f"SSL_CERT_DIR: {folder} contains no file with a name that OpenSSL recognizes, such as "
            "5ed36f99.0: run `openssl rehash` to create such names"
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
    """Return a context that trusts the certificates at a path; errors begin with ``what``."""
    try:
        if keys:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).keylog_filename = keys
    except OSError as error:
        raise BadParametersError(f"SSLKEYLOGFILE: cannot write {keys}: {error.strerror}") from error
    file, folder = (None, path) if is_folder else (path, None)
    try:
        return ssl.create_default_context(cafile=file, capath=folder)
    except OSError as error:
        raise BadParametersError(f"{what}: {path} contains no certificates: {error}") from error
