"""Adapts the content type of an input to the program's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ..hub.languages import input_type

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scramjet_bindings.host.models import SequenceConfig

    from .upload import AsyncUpload

    Config: TypeAlias = SequenceConfig | None
    FindConfig: TypeAlias = Callable[[], Awaitable[Config]]


async def adapt_input_type(
    upload: AsyncUpload,
    find_config: FindConfig,
    *,
    is_given: bool,
) -> None:
    """Change the content type of an upload to a type that the program can read.

    Args:
        upload: The input.
        find_config: A function that returns the hub's information about the program's package, or
            None if it is unknown.
        is_given: Whether the caller has chosen the content type.

    Raises:
        BadParametersError: The program would never receive the input.
    """
    if upload.content_type.endswith("x-ndjson"):  # all runners treat other types in the same way
        config = await find_config()
        if config is not None:
            upload.content_type = input_type(config, upload.content_type, is_given=is_given)
