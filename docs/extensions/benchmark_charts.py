"""The charts of the benchmarks, drawn from the committed results."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

from drawing import Drawing

from tests.benchmarks.workloads import NAMES, WORKLOADS

ROOT = Path(__file__).parent.parent.parent
RESULTS = ROOT / "tests" / "benchmarks" / "results.json"
OURS = "scramjet-facade"


def benchmark_chart(work: str, unit: str) -> str:
    """Return a chart of one work: the median of each client, in s, ms, µs or KiB."""
    factor = {"s": 1, "ms": 1e3, "µs": 1e6, "KiB": 1 / 1024}[unit]
    bars = [(label, value * factor) for label, value in _values(work)]
    if not _is_curve(work):
        bars.sort(key=lambda bar: bar[1])
    longest = max(value for _, value in bars)
    shown = [(label, f"{_number(value)} {unit}", value / longest) for label, value in bars]
    drawing = Drawing(work, "; ".join(f"{label}: {value}" for label, value, _ in shown))
    for label, value, share in shown:
        drawing.bar(label, value, share, ours=label.startswith(OURS))
    return str(drawing)


def _is_curve(work: str) -> bool:
    return any(one.key == work and one.curve for one in WORKLOADS)


def _values(work: str) -> list[tuple[str, float]]:
    results: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    if work == "start":
        parts = ("load", "client", "call")
        return [
            (NAMES[one["contender"]], sum(median(one[part]["values"]) for part in parts))
            for one in results["starts"]
        ]
    rows = [one for one in results["results"] if one["work"] == work]
    if work == "hold":
        return [(NAMES[one["contender"]], one["held"]) for one in rows]
    return [
        (
            NAMES[one["contender"]] + (f": {one['point']}" if _is_curve(work) else ""),
            median(one["cpu"]["values"]),
        )
        for one in rows
    ]


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"  # noqa: PLR2004 (three digits)
