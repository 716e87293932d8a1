"""The results as a table, and beside what this project wants of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .works import MIB, NAMES, OURS, WORKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .rounds import Result
    from .startup import Start
    from .works import Work

_SCALES = [(1, "s"), (1e3, "ms"), (1e6, "µs")]


@dataclass(frozen=True)
class Want:
    """A ratio that this project wants to reach: of another client's figure to ours.

    Attributes:
        title: What it is about.
        work: The work's key.
        ours: Our contender.
        theirs: The one to compare with.
        least: What the ratio should be at least.
    """

    title: str
    work: str
    ours: str
    theirs: str
    least: float


WANTS = [
    Want("small JSON", "call", "ours", "httpx_sync", 0.85),
    Want("small JSON", "call", "ours", "urllib3_bare", 1 / 1.2),
    Want("small JSON, async", "call", "ours_async", "httpx_aiohttp", 0.85),
    Want("small JSON, 100 tasks", "call_100", "ours_async", "httpx_aiohttp", 0.85),
    Want("small JSON, async", "call", "ours_async", "aiohttp_bare", 1 / 1.7),
    Want("small JSON, 100 tasks", "call_100", "ours_async", "aiohttp_bare", 1 / 1.7),
    Want("small JSON, async", "call", "ours_async", "official", 1.1),
    Want("small JSON, 100 tasks", "call_100", "ours_async", "official", 1.2),
    Want("small JSON, async", "call", "ours_async", "official_js", 1.0),
    Want("small JSON, 100 tasks", "call_100", "ours_async", "official_js", 1.0),
    Want("small JSON, 1000 tasks", "call_1000", "ours_async", "official_js", 1.0),
    Want("1000 instances as models", "instances", "our_models", "json_alone", 1 / 3),
    Want("1 GiB down", "download", "ours", "httpx_sync", 0.9),
    Want("1 GiB down, async", "download", "ours_async", "httpx_aiohttp", 0.9),
    Want("1 GiB up", "upload", "ours", "httpx_sync", 0.9),
    Want("1 GiB up, async", "upload", "ours_async", "httpx_aiohttp", 0.9),
    Want("256 MiB duplex", "duplex", "ours", "aiohttp_bare", 0.7),
    Want("256 MiB duplex, async", "duplex", "ours_async", "aiohttp_bare", 0.7),
    Want("NDJSON", "ndjson", "ours", "json_alone", 0.9),
    Want("NDJSON, async", "ndjson", "ours_async", "json_alone", 0.9),
    Want("10,000 calls", "flat", "ours_long", "ours", 0.85),
    Want("10,000 calls, async", "flat", "ours_async_long", "ours_async", 0.85),
    Want("1000 hubs", "flat", "ours_hubs", "ours_async", 0.85),
    Want("a program, a part each", "program_parts", "ours", "official_js", 1.0),
    Want("a program, a part each, async", "program_parts", "ours_async", "official_js", 1.0),
    Want("a program, in blocks", "program_blocks", "ours", "official_js", 1.0),
    Want("a program, in blocks, async", "program_blocks", "ours_async", "official_js", 1.0),
    Want(
        "a function of python_program",
        "program_languages",
        "through_function",
        "through_python",
        1 / 1.2,
    ),
    Want("a small job", "small_job", "ours", "official_js", 1.0),
    Want("a small job, async", "small_job", "ours_async", "official_js", 1.0),
    Want("30 small jobs, 8 at a time", "jobs_8", "ours", "official_js", 1.0),
    Want("30 small jobs, 8 at a time, async", "jobs_8", "ours_async", "official_js", 1.0),
]
# Of what moves much data the speed counts, of the rest the processor time, which is less noisy.
_BY_TIME = {"download", "upload", "duplex", "program_languages", "small_job", "jobs_8"}
# Through a hub both count.
_BY_BOTH = {"program_parts", "program_blocks"}
# Seconds of processor time for a record that is a part of its own.
_RECORD = {"ours": 1e-6, "ours_async": 0.8e-6}
_GROWTH = 16 * MIB
_LOAD_SECONDS = 0.03
_SECOND_SECONDS = 0.001


def lines(results: Iterable[Result], starts: list[Start]) -> Iterator[str]:
    """Give the whole table."""
    results = list(results)
    found = {(result.work, result.contender): result for result in results if not result.point}
    for work in WORKS:
        rows = [result for result in results if result.work == work.key]
        if not rows:
            continue
        yield ""
        unit = work.unit[0]
        more = f"memory/{unit}" if work.order == "hold" else ""
        more = "records/s" if unit == "record" else more
        head = (f"processor/{unit}", "from … to", f"time/{unit}", more, "grew by")
        yield _row(work.title, *head)
        for row in rows:
            yield _row(
                _name(work, row),
                _seconds(row.cpu.median),
                f"{_seconds(min(row.cpu.values))} … {_seconds(max(row.cpu.values))}",
                _seconds(row.wall.median),
                _more(work, row),
                f"{row.growth / MIB:.1f} MiB",
            )
    if starts:
        yield ""
        yield _row("Start", "import", "first client", "second client", "first call", "memory")
        for start in starts:
            steps = (start.load, start.client, start.second, start.call)
            shown = [_seconds(step.median) for step in steps]
            yield _row(NAMES[start.contender], *shown, f"{start.memory.median / MIB:.0f} MiB")
    if curves := list(_curves(results)):
        yield ""
        yield _row("Last / first point", "processor", "time", "wanted", "", "")
        yield from curves
    yield ""
    yield from _wanted(found, {start.contender: start for start in starts})


def _wanted(found: dict[tuple[str, str], Result], starts: dict[str, Start]) -> Iterator[str]:
    yield _row("Other / ours", "processor", "time", "wanted", "", "")
    for want in WANTS:
        ours = found.get((want.work, want.ours))
        other = found.get((want.work, want.theirs))
        if ours is None or other is None:
            continue
        cpu, wall = other.cpu.times(ours.cpu), other.wall.times(ours.wall)
        title = f"{want.title}: {NAMES[want.theirs]}"
        counts = wall if want.work in _BY_TIME else cpu
        counts = min(cpu, wall) if want.work in _BY_BOTH else counts
        word = "" if counts >= want.least else "missed"
        yield _row(title, f"{cpu:.2f}", f"{wall:.2f}", f">= {want.least:.2f}", word, "")
    yield from _records(found)
    yield from _grown(found)
    if "ours" in starts and "httpx_sync" in starts:
        yield from _started(starts["ours"], starts["httpx_sync"])


def _name(work: Work, row: Result) -> str:
    name = NAMES[row.contender]
    return name if work.curve is None else f"{name}, {row.point} {work.curve.what}"


def _more(work: Work, row: Result) -> str:
    if work.unit[0] == "record":
        return f"{1 / row.wall.median:,.0f}"
    return f"{row.held / 1024:.1f} KiB" if work.order == "hold" else ""


def _curves(results: list[Result]) -> Iterator[str]:
    for work in WORKS:
        for contender in work.contenders:
            line = [row for row in results if (row.work, row.contender) == (work.key, contender)]
            if work.curve is None or not line:
                continue
            first, *_, last = line
            more = last.cpu.times(first.cpu)
            is_ours = contender in OURS
            want = f"<= {work.curve.most:.2f}" if is_ours else ""
            word = "missed" if is_ours and more > work.curve.most else ""
            title = f"{_name(work, last)} / {first.point}"
            time = f"{last.wall.times(first.wall):.2f}"
            yield _row(title, f"{more:.2f}", time, want, word, "")


def _records(found: dict[tuple[str, str], Result]) -> Iterator[str]:
    for contender, most in _RECORD.items():
        if (result := found.get(("records", contender))) is not None:
            cpu = result.cpu.median
            word = "" if cpu <= most else "missed"
            title = f"a record up, each a part: {NAMES[contender]}"
            time = _seconds(result.wall.median)
            yield _row(title, _seconds(cpu), time, f"<= {most * 1e6:.1f} µs", word, "")


def _grown(found: dict[tuple[str, str], Result]) -> Iterator[str]:
    for work in ("download", "upload"):
        for contender in ("ours", "ours_async"):
            if (result := found.get((work, contender))) is not None:
                grown = result.growth
                word = "" if grown < _GROWTH else "missed"
                title = f"memory, 1 GiB {work}: {NAMES[contender]}"
                yield _row(title, f"{grown / MIB:.1f} MiB", "", "< 16 MiB", word, "")


def _started(ours: Start, bare: Start) -> Iterator[str]:
    for title, more in [
        ("import and client, beyond import httpx, attrs", ours.ready - bare.load.median),
        ("import and client, beyond httpx's", ours.ready - bare.ready),
    ]:
        word = "" if more <= _LOAD_SECONDS else "missed"
        yield _row(title, f"{more * 1e3:.1f} ms", "", "<= 30 ms", word, "")
    second = ours.second.median
    word = "" if second < _SECOND_SECONDS else "missed"
    yield _row("second client", _seconds(second), "", "< 1 ms", word, "")


def _seconds(value: float) -> str:
    for factor, unit in _SCALES:
        if value * factor >= 1 or unit == "µs":
            return f"{value * factor:.3g} {unit}"
    raise AssertionError


def _row(title: str, *cells: str) -> str:
    return f"{title:<56}" + "".join(f"{cell:>20}" for cell in cells).rstrip()
