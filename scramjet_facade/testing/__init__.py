"""A fake hub and a fake platform, for tests of programs that use this package.

They need aiohttp: ``pip install "scramjet-facade[testing]"``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .hub.context import Context
    from .hub.fake_hub import FakeHub
    from .platform.fake_platform import FakePlatform
    from .seen_request import SeenRequest

# pytest imports this package in every run for its fixtures, so each class is imported at its first
# use.
_HOMES = {
    "Context": "hub.context",
    "FakeHub": "hub.fake_hub",
    "FakePlatform": "platform.fake_platform",
    "SeenRequest": "seen_request",
}


if not TYPE_CHECKING:  # a type checker would accept every name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            home = import_module(f".{_HOMES[name]}", __name__)
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                f"{__name__} needs {error.name}: run pip install 'scramjet-facade[testing]'",
                name=error.name,
            ) from error
        value = getattr(home, name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return list(__all__)


__all__ = ["Context", "FakeHub", "FakePlatform", "SeenRequest"]
