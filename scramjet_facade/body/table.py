"""Lists of models that are displayed as tables."""

from __future__ import annotations

import html
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")

_MOST_ROWS = 50
_COLUMNS = {
    "Sequence": ("id", "config.name", "config.version", "instances"),
    "SpaceSequence": ("id", "config.name", "location"),
    "Instance": ("id", "status", "sequence_id", "started", "ended"),
    "SpaceInstance": ("id", "status", "location"),
    "Topic": ("topic", "content_type"),
    "SpaceTopic": ("name", "content_type"),
    "Host": ("id", "healthy", "is_connection_active", "description"),
}


class Table(list[T]):
    """A list whose ``repr`` is a table of text; notebooks show an HTML table."""

    def __repr__(self) -> str:
        if not self:
            return "[]"
        header, *rows = self._rows()
        widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (header, *rows)
        ]
        return "\n".join([*lines, *self._omitted()])

    def _repr_html_(self) -> str:
        header, *rows = self._rows()
        parts = [_html_row("th", header), *(_html_row("td", row) for row in rows)]
        omitted = "".join(f"<p>{text}</p>" for text in self._omitted())
        return f"<table>{''.join(parts)}</table>{omitted}"

    def _rows(self) -> list[tuple[str, ...]]:
        """Return the header and the rows."""
        kind = type(self[0]).__name__ if self else ""
        names = _COLUMNS.get(kind, ("id",))
        header = tuple(name.removeprefix("config.") for name in names)
        return [header, *(tuple(_cell(item, name) for name in names) for item in self[:_MOST_ROWS])]

    def _omitted(self) -> list[str]:
        more = len(self) - _MOST_ROWS
        return [f"… and {more} more"] if more > 0 else []


def _cell(item: object, name: str) -> str:
    try:
        value: Any = attrgetter(name)(item)
    except AttributeError:  # the hub did not send this field
        return ""
    if isinstance(value, list):
        return str(len(value))  # pyright: ignore[reportUnknownArgumentType]
    if hasattr(value, "isoformat"):
        return str(value.isoformat(sep=" ", timespec="seconds"))
    # A missing value and None are shown as an empty cell, and an enum as its value.
    return "" if value is None or (not value and value is not False) else str(value)


def _html_row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"
