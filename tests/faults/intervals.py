"""Short intervals for tests that make the same call at each point of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scramjet_facade.concurrency import timing

if TYPE_CHECKING:
    import pytest


def shorten_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all intervals of a job."""
    monkeypatch.setattr(timing, "POLL", 0.002)
    monkeypatch.setattr(timing, "DELETE_POLL", 0.002)
    monkeypatch.setattr(timing, "INPUT_READY", 0.005)
    monkeypatch.setattr(timing, "CONTENT_TYPE_READ", 0.002)
    monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 0.01)
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
