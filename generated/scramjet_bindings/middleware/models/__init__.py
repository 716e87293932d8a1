# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .access_key import AccessKey as AccessKey
    from .access_key_config import AccessKeyConfig as AccessKeyConfig
    from .access_key_list import AccessKeyList as AccessKeyList
    from .created_access_key import CreatedAccessKey as CreatedAccessKey
    from .middleware_version import MiddlewareVersion as MiddlewareVersion
    from .revoked_access_keys import RevokedAccessKeys as RevokedAccessKeys
    from .space import Space as Space

_MODULES: dict[str, str] = {
    "AccessKey": ".access_key",
    "AccessKeyConfig": ".access_key_config",
    "AccessKeyList": ".access_key_list",
    "CreatedAccessKey": ".created_access_key",
    "MiddlewareVersion": ".middleware_version",
    "RevokedAccessKeys": ".revoked_access_keys",
    "Space": ".space",
}

__all__ = (
    "AccessKey",
    "AccessKeyConfig",
    "AccessKeyList",
    "CreatedAccessKey",
    "MiddlewareVersion",
    "RevokedAccessKeys",
    "Space",
)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value
