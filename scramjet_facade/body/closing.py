"""Close data sources. Errors while closing are logged and never replace the original error."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager, contextmanager
from types import AsyncGeneratorType, GeneratorType
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import ClientError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

T = TypeVar("T")

_log = logging.getLogger("scramjet_facade")


def source_failure(error: BaseException) -> Exception:
    """Return the exception of a source for code that runs in another thread or task.

    SystemExit or CancelledError would end that thread or task instead of being reported.
    """
    if isinstance(error, Exception):
        return error
    failure = ClientError(f"the data source raised {error!r}")
    failure.__cause__ = error
    return failure


def log_failure(error: BaseException) -> None:
    """Log that a source failed while it was being closed."""
    _log.warning("A data source failed while it was being closed", exc_info=error)


@contextmanager
def closed_with(iterator: Any) -> Generator[None, None, None]:
    """On exit, close the iterator if it is a generator."""
    try:
        yield
    finally:
        if isinstance(iterator, GeneratorType):
            try:
                iterator.close()
            except Exception as error:  # noqa: BLE001 (it is the user's code)
                log_failure(error)


@asynccontextmanager
async def async_closed_with(iterator: Any) -> AsyncGenerator[None, None]:
    """On exit, close the asynchronous iterator if it is a generator."""
    try:
        yield
    finally:
        if isinstance(iterator, AsyncGeneratorType):
            try:
                await iterator.aclose()
            except Exception as error:  # noqa: BLE001 (it is the user's code)
                log_failure(error)


def async_owned(generator: T) -> T:
    """Return the generator, so that its owner can close it."""
    return generator


def sync_owned(_generator: object) -> Any:
    """Return None: the code that iterates over a synchronous generator closes it."""
    return None


async def async_close_owned(generator: Any) -> None:
    """Close a generator that its owner kept, unless something still iterates over it."""
    if generator is not None and not generator.ag_running:
        await generator.aclose()


def sync_close_owned(_generator: object) -> None:
    """Do nothing: synchronous clients keep no generator."""
