"""The profiles of the platform's command-line tool `si`: where it keeps addresses and tokens."""

from __future__ import annotations

import json
import os
import stat
import warnings
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from attrs import field, frozen

from ..errors import BadParametersError
from .arguments import check_text
from .options import read_base_url
from .secret import Secret

_DEFAULT = "default"


@frozen(kw_only=True)
class Profile:
    """What a profile says of where to go.

    Attributes:
        where: The profile's name and file, for errors.
        middleware_api_url: The middleware's base URL; "" if there is none.
        api_url: A hub's base URL; "" if there is none.
        token: The access token, if there is one.
    """

    where: str
    middleware_api_url: str
    api_url: str
    token: str | None = field(repr=False)

    def for_middleware(self) -> tuple[str, str | None]:
        """Return the middleware's base URL, and the token."""
        url = self._url("middlewareApiUrl", self.middleware_api_url)
        return url, self.token

    def for_hub(self) -> tuple[str, str | None]:
        """Return the hub's base URL, and the token if it is meant for that server.

        A profile has one token for two addresses: it is the middleware's, if that has one.
        """
        url = self._url("apiUrl", self.api_url)
        if not self.middleware_api_url:
            return url, self.token
        middleware = self._url("middlewareApiUrl", self.middleware_api_url)
        return url, self.token if _server(url) == _server(middleware) else None

    def _url(self, key: str, value: str) -> str:
        if not value:
            raise BadParametersError(f"{self.where} has no {key}")
        try:
            return read_base_url(value)
        except BadParametersError as error:
            raise BadParametersError(f"{key} of {self.where}: {error}") from None


def read_profile(name: str | None) -> Profile:
    """Read a profile: the one of this name, else of the environment, else the active one."""
    path = _find(name)
    where = f"profile {path.stem} ({path})"
    given, problem = _read(path)
    if given is None:
        raise BadParametersError(f"{where} {problem}")
    for key in ("middlewareApiUrl", "apiUrl", "token"):
        if given.get(key, "") is None:
            raise BadParametersError(f"{key} of {where} must be a string")
    return Profile(
        where=where,
        middleware_api_url=str(given.get("middlewareApiUrl") or ""),
        api_url=str(given.get("apiUrl") or ""),
        token=given.get("token") or None,
    )


def middleware_token(name: str | None) -> str | None:
    """Read the token for the middleware again, where a client comes out of a pickle."""
    return read_profile(name).for_middleware()[1]


def hub_token(name: str | None) -> str | None:
    """Read the token for the hub again, where a client comes out of a pickle."""
    return read_profile(name).for_hub()[1]


def _find(name: str | None) -> Path:
    """Return the file of the profile that is meant."""
    if name is not None:
        return _file_of(check_text("a profile's name", name), "the argument")
    if path := os.environ.get("SI_CONFIG_PATH"):
        return Path(path)
    if named := os.environ.get("SI_CONFIG"):
        return _file_of(named, "SI_CONFIG")
    settings = _folder() / "si-config.json"
    if settings.exists():
        given, problem = _read(settings)
        if given is None:
            raise BadParametersError(f"{settings} {problem}")
        if active := given.get("profile", ""):
            return _file_of(str(active), str(settings))
    return _file_of(_DEFAULT, "the default")


def _folder() -> Path:
    try:
        return Path.home() / ".si"
    except RuntimeError:
        raise BadParametersError(
            "there is no home directory, where profiles are: set HOME or SI_CONFIG_PATH"
        ) from None


def _file_of(name: str, said_by: str) -> Path:
    if name in {"", ".", ".."} or Path(name).name != name:
        raise BadParametersError(
            f"{name!r} can't be a profile's name: the path of a file goes into SI_CONFIG_PATH"
        )
    folder = _folder() / "profiles"
    path = folder / f"{name}.json"
    if not path.exists():
        others = ", ".join(sorted(one.stem for one in folder.glob("*.json")))
        raise BadParametersError(
            f"there is no profile {name!r}, which {said_by} names, in {folder}; "
            + (f"there are: {others}" if others else "there are none")
        )
    return path


def _read(path: Path) -> tuple[dict[str, Secret | None] | None, str]:
    """Return the strings in a file of JSON, with None for other values, or what is wrong with it.

    Nothing is raised here, so that no exception keeps the file's text, which may hold a token.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            given = _strings(json.load(file))
            if given is not None and given.get("token"):
                _warn_of_others(path, file)
    except OSError as error:
        return None, f"can't be read: {error.strerror}"
    except json.JSONDecodeError as error:
        return None, f"is no JSON: {error.msg} in line {error.lineno}, column {error.colno}"
    except (ValueError, RecursionError):
        return None, "is no JSON"
    return given, "must hold one object"


def _strings(given: Any) -> dict[str, Secret | None] | None:
    if not isinstance(given, dict):
        return None
    values: dict[str, Any] = given  # pyright: ignore[reportUnknownVariableType]
    return {key: Secret(v) if isinstance(v, str) else None for key, v in values.items()}


def _warn_of_others(path: Path, file: IO[str]) -> None:
    mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        warnings.warn(
            f"{path} holds a token, and others than its owner have access to it "
            f"(mode {mode:o}): chmod 600 {path}",
            stacklevel=5,  # the caller of from_profile
        )


def _server(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or default
