"""The profiles of the command-line tool `si`, which contain addresses and tokens."""

from __future__ import annotations

import json
import os
import stat
import warnings
from pathlib import Path
from typing import IO, Any

from attrs import field, frozen

from ..errors import BadParametersError
from ..http11 import URL
from ..http11.target import origin
from .arguments import check_text
from .base_url import read_base_url
from .secret import Secret

_DEFAULT = "default"


@frozen(kw_only=True)
class Profile:
    """The addresses and the token in a profile.

    Attributes:
        where: The profile's name and file, for error messages.
        middleware_api_url: The middleware's base URL, or "" if the profile has none.
        api_url: A hub's base URL, or "" if the profile has none.
        token: The access token, or None.
    """

    where: str
    middleware_api_url: str
    api_url: str
    token: str | None = field(repr=False)

    def for_middleware(self) -> tuple[str, str | None]:
        """Return the middleware's base URL and the token."""
        url = self._url("middlewareApiUrl", self.middleware_api_url)
        return url, self.token

    def for_hub(self) -> tuple[str, str | None]:
        """Return the hub's base URL, and the token if the token belongs to the hub's server.

        A profile contains up to two addresses, but only one token. If the profile contains the
        middleware's address, the token belongs to the middleware.
        """
        url = self._url("apiUrl", self.api_url)
        if not self.middleware_api_url:
            return url, self.token
        middleware = self._url("middlewareApiUrl", self.middleware_api_url)
        return url, self.token if origin(URL(url)) == origin(URL(middleware)) else None

    def _url(self, key: str, value: str) -> str:
        if not value:
            raise BadParametersError(f"{self.where} has no {key}")
        try:
            return read_base_url(value)
        except BadParametersError as error:
            raise BadParametersError(f"{key} of {self.where}: {error}") from None


def read_profile(name: str | None) -> Profile:
    """Read a profile; without a name, the environment or `si` selects the profile."""
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
    """Return the middleware's token, for an unpickled client."""
    return read_profile(name).for_middleware()[1]


def hub_token(name: str | None) -> str | None:
    """Return the hub's token, for an unpickled client."""
    return read_profile(name).for_hub()[1]


def _find(name: str | None) -> Path:
    """Return the file of the selected profile."""
    if name is not None:
        return _file_of(check_text("the profile name", name), "the argument")
    if path := os.environ.get("SI_CONFIG_PATH"):
        return Path(path)
    if named := os.environ.get("SI_CONFIG"):
        return _file_of(named, "SI_CONFIG")
    settings = _folder() / "si-config.json"
    if _exists(settings):
        given, problem = _read(settings)
        if given is None:
            raise BadParametersError(f"{settings} {problem}")
        active = given.get("profile", "")
        if active is None:
            raise BadParametersError(f"profile of {settings} must be a string")
        if active:
            return _file_of(str(active), str(settings))
    return _file_of(_DEFAULT, "the default")


def _folder() -> Path:
    try:
        return Path.home() / ".si"
    except RuntimeError:
        raise BadParametersError(
            "cannot look for profiles, because there is no home directory: set HOME or "
            "SI_CONFIG_PATH"
        ) from None


def _file_of(name: str, selected_by: str) -> Path:
    if name in {"", ".", ".."} or Path(name).name != name:
        raise BadParametersError(
            f"{name!r} is not a valid profile name: to use a file, set SI_CONFIG_PATH"
        )
    folder = _folder() / "profiles"
    path = folder / f"{name}.json"
    if not _exists(path):
        others = ", ".join(sorted(one.stem for one in folder.glob("*.json")))
        raise BadParametersError(
            f"there is no profile {name!r} (selected by {selected_by}) in {folder}; "
            + (f"available: {others}" if others else "the folder has no profiles")
        )
    return path


def _exists(path: Path) -> bool:
    """Return False if a file does not exist. If this is unknown, reading it reports the reason."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        pass
    return True


def _read(path: Path) -> tuple[dict[str, Secret | None] | None, str]:
    """Return the object in a JSON file, and a text that explains why the object is None.

    Values that are not text become None. The function raises no exception, because an exception
    could contain the file's token.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            given = _strings(json.load(file))
            if given is not None and given.get("token"):
                _warn_if_shared(path, file)
    except OSError as error:
        return None, f"cannot be read: {error.strerror}"
    except json.JSONDecodeError as error:
        return None, f"is not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}"
    except (ValueError, RecursionError):
        return None, "is not valid JSON"
    return given, "must contain one JSON object"


def _strings(given: Any) -> dict[str, Secret | None] | None:
    if not isinstance(given, dict):
        return None
    values: dict[str, Any] = given  # pyright: ignore[reportUnknownVariableType]
    return {key: Secret(v) if isinstance(v, str) else None for key, v in values.items()}


def _warn_if_shared(path: Path, file: IO[str]) -> None:
    mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        warnings.warn(
            f"{path} contains a token, and other users can access the file "
            f"(mode {mode:o}): run chmod 600 {path}",
            stacklevel=5,  # the warning names the line that calls from_profile
        )
