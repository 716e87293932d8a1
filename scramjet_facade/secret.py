"""Text that no traceback or log shows."""

from __future__ import annotations

from typing import SupportsIndex


class Secret(str):
    """A str that works as any other, but whose repr is masked, and that of its parts too."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        return Secret(super().__getitem__(key))
