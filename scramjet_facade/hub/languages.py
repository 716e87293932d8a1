"""The languages of programs, and the input that their runners can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import BadParametersError

if TYPE_CHECKING:
    from scramjet_bindings.host.models import SequenceConfig

_TEXT = "text/plain"
FUNCTION_MAIN = "scramjet_main.py"
"""The main file in packages from ``python_program``."""


def is_python(config: SequenceConfig | None) -> bool:
    """Return whether a program is written in Python, according to its package.json."""
    engines: Any = getattr(config, "engines", None) or {}
    language = str(getattr(config, "language", None) or "")
    return "python3" in engines or language.startswith("py")


def is_function(config: SequenceConfig | None) -> bool:
    """Return whether ``python_program`` made a package."""
    return is_python(config) and str(getattr(config, "entrypoint_path", "")).endswith(FUNCTION_MAIN)


def fails_on_stderr(config: SequenceConfig) -> bool:
    """Return whether only stderr shows a failure, as for hand-written Python programs."""
    return is_python(config) and not is_function(config)


def input_type(config: SequenceConfig, content_type: str, *, is_given: bool) -> str:
    """Return the content type for sending JSON lines.

    The Python runner passes no JSON lines to a program, and reports no error.

    Args:
        config: The configuration that the hub reports for the program's package.
        content_type: A content type for JSON lines.
        is_given: Whether the caller has chosen this content type.

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
        "for lines or application/octet-stream for bytes, or omit the type to send ndjson(…) "
        "as text/plain"
    )
