"""A fake hub and a fake platform, for the tests of what is built on this package.

They need aiohttp: ``pip install "scramjet-facade[testing]"``.
"""

from importlib import import_module

try:
    import_module("aiohttp")
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        'scramjet_facade.testing needs aiohttp: pip install "scramjet-facade[testing]"',
        name="aiohttp",
    ) from error

from .hub.context import Context
from .hub.fake_hub import FakeHub
from .platform.fake_platform import FakePlatform
from .seen_request import SeenRequest

__all__ = ["Context", "FakeHub", "FakePlatform", "SeenRequest"]
