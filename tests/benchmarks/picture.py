"""The results as one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .works import NAMES, OURS, WORKS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from .rounds import Result
    from .startup import Start
    from .works import Work

_OURS, _OTHERS = "#1f77b4", "#b8bec6"
# The work, what its panel says, and what a unit's seconds are multiplied by.
_PANELS = [
    ("call", "Small JSON, one call after the other: µs", 1e6),
    ("call_100", "Small JSON, 100 tasks: µs a call", 1e6),
    ("call_1000", "Small JSON, 1000 tasks: µs a call", 1e6),
    ("instances", "1000 instances (ours: models, others: dicts): ms", 1e3),
    ("download", "1 GiB down: s", 1),
    ("upload", "1 GiB up: s", 1),
    ("duplex", "256 MiB through an echo, a GiB: s", 1),
    ("ndjson", "NDJSON: µs a line", 1e6),
    ("records", "100,000 records up, each a part: µs a record", 1e6),
    ("program_parts", "Through a program, each record a part: µs a record", 1e6),
    ("program_blocks", "Through a program, in blocks: µs a record", 1e6),
]


def draw(results: Iterable[Result], starts: list[Start], path: Path) -> None:
    """Draw processor time, less of which is better, into a PNG."""
    results = list(results)
    import matplotlib as mpl  # noqa: PLC0415 (it takes a second, and only whole runs draw)

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    panels = {
        title: {
            NAMES[result.contender]: result.cpu.median * factor
            for result in results
            if result.work == work
        }
        for work, title, factor in _PANELS
    }
    panels["Import, client and first call: ms"] = {
        NAMES[start.contender]: (start.ready + start.call.median) * 1e3 for start in starts
    }
    panels["1000 open streams: KiB each"] = {
        NAMES[result.contender]: result.held / 1024 for result in results if result.work == "hold"
    }
    shown = {title: bars for title, bars in panels.items() if bars}
    curves = [(work, lines) for work in WORKS if work.curve and (lines := _lines(work, results))]
    rows = (len(shown) + len(curves) + 1) // 2
    figure, grid = plt.subplots(rows, 2, figsize=(11, 2.1 * rows), squeeze=False)
    panes = list(grid.flat)
    for axes in panes:
        axes.axis("off")
    for axes, (work, lines) in zip(panes[len(shown) :], curves, strict=False):
        _curve(axes, work, lines)
    for axes, (what, bars) in zip(panes, shown.items(), strict=False):
        axes.axis("on")
        title = what
        names = sorted(bars, key=lambda name: bars[name], reverse=True)
        values = [bars[name] for name in names]
        colours = [_OURS if name.startswith("scramjet-facade") else _OTHERS for name in names]
        drawn = axes.barh(names, values, color=colours)
        axes.bar_label(drawn, labels=[_label(value) for value in values], fontsize=8)
        if max(values) > 20 * min(values):
            axes.set_xscale("log")
            title += " (logarithmic)"
        axes.set_title(title, fontsize=10, loc="left")
        axes.set_xmargin(0.15)
        axes.tick_params(labelsize=8)
        axes.xaxis.set_visible(False)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
    figure.suptitle(
        "What a client takes: processor time, and memory for open streams (less is better)",
        fontsize=11,
    )
    figure.tight_layout(rect=(0, 0, 1, 1 - 0.2 / (2.1 * rows)))
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _lines(work: Work, results: list[Result]) -> dict[str, list[Result]]:
    """Return each contender's way along a work's curve."""
    of_work = [result for result in results if result.work == work.key]
    names = dict.fromkeys(result.contender for result in of_work)
    return {name: [one for one in of_work if one.contender == name] for name in names}


def _curve(axes: Any, work: Work, lines: dict[str, list[Result]]) -> None:
    axes.axis("on")
    unit, _ = work.unit
    for style, (name, line) in zip(("o-", "s--"), lines.items(), strict=False):
        places = [str(one.point) for one in line]
        values = [one.cpu.median * 1e6 for one in line]
        colour = _OURS if name in OURS else _OTHERS
        axes.plot(places, values, style, color=colour, label=NAMES[name], markersize=4)
    axes.margins(x=0.1)
    axes.set_ylim(0, 1.3 * max(one.cpu.median * 1e6 for line in lines.values() for one in line))
    axes.set_title(f"{work.title}: µs a {unit}", fontsize=10, loc="left")
    axes.tick_params(labelsize=8)
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)


def _label(value: float) -> str:
    return f" {value:.0f}" if value >= 100 else f" {value:.3g}"
