"""The languages of programs, and which input their runners can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import BadParametersError

if TYPE_CHECKING:
    from scramjet_bindings.host.models import SequenceConfig

_TEXT = "text/plain"
FUNCTION_MAIN = "scramjet_main.py"
"""The main file of the packages that ``python_program`` makes."""


def is_python(config: SequenceConfig | None) -> bool:
    """Return whether a program is written in Python, by its package.json."""
    engines: Any = getattr(config, "engines", None) or {}
    language: Any = getattr(config, "language", None) or ""
    return "python3" in engines or language.startswith("py")


def is_function(config: SequenceConfig | None) -> bool:
    """Return whether ``python_program`` made a package."""
    return is_python(config) and str(getattr(config, "entrypoint_path", "")).endswith(FUNCTION_MAIN)


def fails_on_stderr(config: SequenceConfig) -> bool:
    """Return whether only stderr shows a failure: of Python programs that are written by hand."""
    return is_python(config) and not is_function(config)


def input_type(config: SequenceConfig, content_type: str, *, is_given: bool) -> str:
    """Return the content type to send JSON lines with.

    The Python runner passes no JSON lines to a program, and reports no error.

    Args:
        config: What the hub reports about the program's package.
        content_type: A content type for JSON lines.
        is_given: Whether the caller has chosen it.

    Raises:
        BadParametersError: The program would never receive the input.
    """
    if not is_python(config):
        return content_type
    if not is_given:
        return _TEXT
    if is_function(config):
        return content_type
    raise BadParametersError(
        f"a Python program never receives input of the type {content_type!r}: use text/plain "
        "(it receives lines) or application/octet-stream (bytes), or leave the type out to send "
        "ndjson(…) as text/plain"
    )
