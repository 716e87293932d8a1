"""Searches the text forms of errors and objects, such as repr and tracebacks, for secrets."""

from __future__ import annotations

import io
import pickle
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import scramjet_bindings
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

import scramjet_facade

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "MARKER"
OURS = tuple(str(Path(package.__file__).parent) for package in (scramjet_facade, scramjet_bindings))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def leaks_of_object(thing: object) -> list[str]:
    """Return the text forms of an object that contain a secret."""
    forms = {"repr": repr(thing), "str": str(thing), "rich": pretty_repr(thing)}
    return [form for form, text in forms.items() if MARK in text]


def leaks_of_error(error: Exception) -> list[str]:
    """Return the places in the text forms of an error that contain a secret."""
    found = [f"pickle of {type(error).__name__}"] if MARK.encode() in pickle.dumps(error) else []
    for one in chain(error):
        # All attributes of our own errors, but only the text of other libraries' errors.
        found += [f"{form} of {type(one).__name__}" for form in leaks_of_object(one)]
        if isinstance(one, scramjet_facade.ClientError):
            found += [f"attribute {key}" for key, part in vars(one).items() if MARK in repr(part)]
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    extracted = Traceback.extract(type(error), error, error.__traceback__, show_locals=True)
    links: list[traceback.TracebackException | None] = [shown]
    while (link := links.pop()) is not None:
        found += [
            f"traceback: {name} in {frame.name} ({frame.filename})"
            for frame in link.stack
            if frame.filename.startswith(OURS)
            for name, text in (frame.locals or {}).items()
            if MARK in text
        ]
        links.append(link.__cause__ or link.__context__)
    for stack in extracted.stacks:
        found += [
            f"rich: {name} in {frame.name} ({frame.filename})"
            for frame in stack.frames
            if frame.filename.startswith(OURS)
            for name, node in (frame.locals or {}).items()
            if MARK in node.render(max_width=100_000, expand_all=True)
        ]
    return found


def printed(error: Exception) -> str:
    """Return the traceback that rich prints for an error."""
    file = io.StringIO()
    shown = Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True)
    Console(file=file, width=300).print(shown)
    return file.getvalue()
