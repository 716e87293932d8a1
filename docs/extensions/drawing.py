"""Draws SVG pictures with the fonts and the colours of the page."""

from __future__ import annotations

from html import escape

WIDTH = 360  # units, at most one pixel each: a phone shows them at their full size
LINE = 17
PAD = 10


class Drawing:
    """An SVG picture that grows downwards."""

    def __init__(self, name: str, description: str) -> None:
        """Create a picture with a name and a text for screen readers."""
        self._name = name
        self._description = " ".join(description.split())
        self._parts: list[str] = []
        self.bottom = 4

    def box(
        self,
        title: str,
        *lines: str,
        x: int = 4,
        width: int = WIDTH - 8,
        y: int | None = None,
        height: int = 0,
        kind: str = "",
    ) -> tuple[int, int]:
        """Draw a box with a title and some lines; return its top and bottom."""
        top = self.bottom if y is None else y
        end = top + max(height, PAD + LINE * (1 + len(lines)) + 6)
        self._parts.append(
            f'<rect class="box {kind}" x="{x}" y="{top}" width="{width}" '
            f'height="{end - top}" rx="8"/>'
        )
        middle = x + width // 2
        self.text(title, middle, top + PAD + 12, kind="title", anchor="middle")
        for number, line in enumerate(lines, 1):
            self.text(line, middle, top + PAD + 12 + LINE * number, anchor="middle")
        self.bottom = max(self.bottom, end)
        return top, end

    def text(self, text: str, x: int, y: int, *, kind: str = "note", anchor: str = "start") -> None:
        """Write a line of text."""
        self._parts.append(
            f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
        )
        self.bottom = max(self.bottom, y + 4)

    def arrow(self, x1: int, y1: int, x2: int, y2: int) -> None:
        """Draw an arrow."""
        self._parts.append(
            f'<path class="arrow" d="M{x1} {y1}L{x2} {y2}" marker-end="url(#{self._name}-tip)"/>'
        )
        self.bottom = max(self.bottom, y1, y2)

    def line(self, x1: int, y1: int, x2: int, y2: int) -> None:
        """Draw a thin line."""
        self._parts.append(f'<path class="line" d="M{x1} {y1}L{x2} {y2}"/>')

    def down(self, label: str, *, x: int = 40, length: int = 34) -> None:
        """Draw an arrow to the next shape below, with a label beside it."""
        top = self.bottom
        self.arrow(x, top, x, top + length - 1)
        self.text(label, x + 12, top + length // 2 + 5, kind="code")
        self.bottom = top + length

    def bar(self, label: str, value: str, share: float, *, ours: bool) -> None:
        """Draw a labelled bar; its longest is as wide as the picture."""
        top = self.bottom + 2
        self.text(label, 4, top + 13, kind="title" if ours else "note")
        self.text(value, WIDTH - 4, top + 13, anchor="end")
        length = max(2, round((WIDTH - 8) * share))
        kind = "ours" if ours else "other"
        self._parts.append(
            f'<rect class="bar {kind}" x="4" y="{top + 18}" width="{length}" height="8" rx="3"/>'
        )
        self.bottom = top + 30

    def __str__(self) -> str:
        """Return the picture as a part of a page in Markdown."""
        size = f"0 0 {WIDTH} {self.bottom + 4}"
        label = escape(self._description)
        tip = f'id="{self._name}-tip" viewBox="0 0 8 8" refX="8" refY="4" orient="auto"'
        lines = [
            "```{raw} html",
            f'<svg class="diagram" viewBox="{size}" role="img" aria-label="{label}">',
            f'<defs><marker {tip} markerWidth="9" markerHeight="9">',
            '<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
            *self._parts,
            "</svg>",
            "```\n",
        ]
        return "\n".join(lines)
