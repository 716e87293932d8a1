"""The results as a table, compared with the targets of this project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .workloads import MIB, NAMES, OURS, WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .rounds import Result
    from .startup import Start
    from .workloads import Workload

_SCALES = [(1, "s"), (1e3, "ms"), (1e6, "µs")]


@dataclass(frozen=True)
class Target:
    """A target for the ratio of another client's measurement to ours.

    Attributes:
        title: The subject of the target.
        work: The key of the workload.
        ours: The contender of this project.
        theirs: The contender to compare with.
        minimum: The minimum of the ratio.
    """

    title: str
    work: str
    ours: str
    theirs: str
    minimum: float


TARGETS = [
    Target("small JSON", "call", "ours", "httpx_sync", 0.85),
    Target("small JSON", "call", "ours", "urllib3_bare", 1 / 1.2),
    Target("small JSON, async", "call", "ours_async", "httpx_aiohttp", 0.85),
    Target("small JSON, 100 tasks", "call_100", "ours_async", "httpx_aiohttp", 0.85),
    Target("small JSON, async", "call", "ours_async", "aiohttp_bare", 1 / 1.7),
    Target("small JSON, 100 tasks", "call_100", "ours_async", "aiohttp_bare", 1 / 1.7),
    Target("small JSON, async", "call", "ours_async", "official", 1.1),
    Target("small JSON, 100 tasks", "call_100", "ours_async", "official", 1.2),
    Target("small JSON, async", "call", "ours_async", "official_js", 1.0),
    Target("small JSON, 100 tasks", "call_100", "ours_async", "official_js", 1.0),
    Target("small JSON, 1000 tasks", "call_1000", "ours_async", "official_js", 1.0),
    Target("1000 instances as models", "instances", "our_models", "json_alone", 1 / 3),
    Target("1 GiB down", "download", "ours", "httpx_sync", 0.9),
    Target("1 GiB down, async", "download", "ours_async", "httpx_aiohttp", 0.9),
    Target("1 GiB up", "upload", "ours", "httpx_sync", 0.9),
    Target("1 GiB up, async", "upload", "ours_async", "httpx_aiohttp", 0.9),
    Target("256 MiB duplex", "duplex", "ours", "aiohttp_bare", 0.7),
    Target("256 MiB duplex, async", "duplex", "ours_async", "aiohttp_bare", 0.7),
    Target("NDJSON", "ndjson", "ours", "json_alone", 0.9),
    Target("NDJSON, async", "ndjson", "ours_async", "json_alone", 0.9),
    Target("10,000 calls", "flat", "ours_long", "ours", 0.85),
    Target("10,000 calls, async", "flat", "ours_async_long", "ours_async", 0.85),
    Target("1000 hubs", "flat", "ours_hubs", "ours_async", 0.85),
    Target("a program, a part each", "program_parts", "ours", "official_js", 1.0),
    Target("a program, a part each, async", "program_parts", "ours_async", "official_js", 1.0),
    Target("a program, in blocks", "program_blocks", "ours", "official_js", 1.0),
    Target("a program, in blocks, async", "program_blocks", "ours_async", "official_js", 1.0),
    Target(
        "a function of python_program",
        "program_languages",
        "through_function",
        "through_python",
        1 / 1.2,
    ),
    Target("a small job", "small_job", "ours", "official_js", 1.0),
    Target("a small job, async", "small_job", "ours_async", "official_js", 1.0),
    Target("30 small jobs, 8 at a time", "jobs_8", "ours", "official_js", 1.0),
    Target("30 small jobs, 8 at a time, async", "jobs_8", "ours_async", "official_js", 1.0),
]
# For large data, the elapsed time is compared; otherwise the processor time, which is less noisy.
_BY_TIME = {"download", "upload", "duplex", "program_languages", "small_job", "jobs_8"}
# For workloads with a hub, both are compared.
_BY_BOTH = {"program_parts", "program_blocks"}
# Maximum processor time in seconds for a record that is sent as its own part.
_MAX_RECORD_SECONDS = {"ours": 1e-6, "ours_async": 0.8e-6}
_MAX_GROWTH = 16 * MIB
_MAX_LOAD_SECONDS = 0.03
_MAX_SECOND_CLIENT_SECONDS = 0.001


def lines(results: Iterable[Result], starts: list[Start]) -> Iterator[str]:
    """Yield the lines of the table."""
    results = list(results)
    found = {(result.work, result.contender): result for result in results if not result.point}
    for work in WORKLOADS:
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
        yield _row("Last / first point", "processor", "time", "target", "", "")
        yield from curves
    yield ""
    yield from _compared(found, {start.contender: start for start in starts})


def _compared(found: dict[tuple[str, str], Result], starts: dict[str, Start]) -> Iterator[str]:
    yield _row("Other / ours", "processor", "time", "target", "", "")
    for target in TARGETS:
        ours = found.get((target.work, target.ours))
        other = found.get((target.work, target.theirs))
        if ours is None or other is None:
            continue
        cpu, wall = other.cpu.ratio_to(ours.cpu), other.wall.ratio_to(ours.wall)
        title = f"{target.title}: {NAMES[target.theirs]}"
        ratio = wall if target.work in _BY_TIME else cpu
        ratio = min(cpu, wall) if target.work in _BY_BOTH else ratio
        verdict = "" if ratio >= target.minimum else "missed"
        yield _row(title, f"{cpu:.2f}", f"{wall:.2f}", f">= {target.minimum:.2f}", verdict, "")
    yield from _records(found)
    yield from _memory_growth(found)
    if "ours" in starts and "httpx_sync" in starts:
        yield from _startup(starts["ours"], starts["httpx_sync"])


def _name(work: Workload, row: Result) -> str:
    name = NAMES[row.contender]
    return name if work.curve is None else f"{name}, {row.point} {work.curve.label}"


def _more(work: Workload, row: Result) -> str:
    if work.unit[0] == "record":
        return f"{1 / row.wall.median:,.0f}"
    return f"{row.held / 1024:.1f} KiB" if work.order == "hold" else ""


def _curves(results: list[Result]) -> Iterator[str]:
    for work in WORKLOADS:
        for contender in work.contenders:
            line = [row for row in results if (row.work, row.contender) == (work.key, contender)]
            if work.curve is None or not line:
                continue
            first, *_, last = line
            more = last.cpu.ratio_to(first.cpu)
            is_ours = contender in OURS
            target = f"<= {work.curve.max_ratio:.2f}" if is_ours else ""
            verdict = "missed" if is_ours and more > work.curve.max_ratio else ""
            title = f"{_name(work, last)} / {first.point}"
            time = f"{last.wall.ratio_to(first.wall):.2f}"
            yield _row(title, f"{more:.2f}", time, target, verdict, "")


def _records(found: dict[tuple[str, str], Result]) -> Iterator[str]:
    for contender, maximum in _MAX_RECORD_SECONDS.items():
        if (result := found.get(("records", contender))) is not None:
            cpu = result.cpu.median
            verdict = "" if cpu <= maximum else "missed"
            title = f"a record up, each a part: {NAMES[contender]}"
            time = _seconds(result.wall.median)
            yield _row(title, _seconds(cpu), time, f"<= {maximum * 1e6:.1f} µs", verdict, "")


def _memory_growth(found: dict[tuple[str, str], Result]) -> Iterator[str]:
    for work in ("download", "upload"):
        for contender in ("ours", "ours_async"):
            if (result := found.get((work, contender))) is not None:
                growth = result.growth
                verdict = "" if growth < _MAX_GROWTH else "missed"
                title = f"memory, 1 GiB {work}: {NAMES[contender]}"
                yield _row(title, f"{growth / MIB:.1f} MiB", "", "< 16 MiB", verdict, "")


def _startup(ours: Start, bare: Start) -> Iterator[str]:
    for title, more in [
        ("import and client, beyond import httpx, attrs", ours.ready - bare.load.median),
        ("import and client, beyond httpx's", ours.ready - bare.ready),
    ]:
        verdict = "" if more <= _MAX_LOAD_SECONDS else "missed"
        yield _row(title, f"{more * 1e3:.1f} ms", "", "<= 30 ms", verdict, "")
    second = ours.second.median
    verdict = "" if second < _MAX_SECOND_CLIENT_SECONDS else "missed"
    yield _row("second client", _seconds(second), "", "< 1 ms", verdict, "")


def _seconds(value: float) -> str:
    for factor, unit in _SCALES:
        if value * factor >= 1 or unit == "µs":
            return f"{value * factor:.3g} {unit}"
    raise AssertionError


def _row(title: str, *cells: str) -> str:
    return f"{title:<56}" + "".join(f"{cell:>20}" for cell in cells).rstrip()
