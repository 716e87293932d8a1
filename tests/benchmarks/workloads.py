"""The workloads that are measured."""

from __future__ import annotations

from dataclasses import dataclass

from .contenders import RECORDS_IN_BLOCK
from .server import LINE

MIB = 1 << 20
GIB = 1 << 30
_MAX_LINES = 700_000

NAMES = {
    "ours": "scramjet-facade",
    "ours_async": "scramjet-facade, async",
    "ours_hubs": "scramjet-facade, async, 1000 hubs",
    "ours_long": "scramjet-facade, 10,000 calls",
    "ours_async_long": "scramjet-facade, async, 10,000 calls",
    "our_models": "scramjet-facade's models",
    "httpx_sync": "httpx",
    "urllib3_bare": "urllib3",
    "httpx_async": "httpx, async",
    "httpx_aiohttp": "httpx on aiohttp",
    "aiohttp_bare": "aiohttp",
    "official": "official Python client",
    "official_js": "official JavaScript client",
    "json_alone": "json.loads alone",
    "through_function": "a function of python_program",
    "through_python": "a Python program without python_program",
    "through_javascript": "a JavaScript program",
}

OURS = ("ours", "ours_async")
SYNC = ("ours", "httpx_sync")
ASYNC = ("ours_async", "httpx_aiohttp", "httpx_async", "aiohttp_bare", "official", "official_js")
DUPLEX = ("ours", "ours_async", "httpx_aiohttp", "aiohttp_bare")


LONG = "_long"
"""The suffix of contenders that run ten times the amount."""


@dataclass(frozen=True)
class Curve:
    """A series of measurements with increasing values of one variable.

    Attributes:
        variable: The key of an order that varies: ``amount``, ``tasks`` or ``beside``.
        label: The name of the variable in reports.
        points: The values of the variable.
        max_ratio: The maximum ratio of the processor times at the last and the first point.
    """

    variable: str
    label: str
    points: tuple[int, ...]
    max_ratio: float


@dataclass(frozen=True)
class Workload:
    """A workload, and the clients that run it.

    Attributes:
        key: The name in the results.
        part: The part of the benchmarks.
        title: The title in reports.
        order: The method of the contenders.
        contenders: The clients.
        max_amount: The amount per round; slow clients run less.
        min_amount: The amount before the first round, to warm up and to measure the speed.
        seconds: The maximum duration of a round.
        unit: The name of the unit, and the amount of one unit.
        tasks: The number of asynchronous tasks or threads.
        rounds: The number of rounds.
        step: The amount is a multiple of this.
        curve: The variable that is increased, if any.
        on_hub: Whether a real hub is used.
    """

    key: str
    part: str
    title: str
    order: str
    contenders: tuple[str, ...]
    max_amount: int
    min_amount: int
    seconds: float
    unit: tuple[str, int] = ("call", 1)
    tasks: int = 1
    rounds: int = 5
    step: int = 1
    curve: Curve | None = None
    on_hub: bool = False


WORKLOADS = [
    Workload(
        "call",
        "calls",
        "Small JSON, one call after the other",
        "call",
        (*SYNC, "urllib3_bare", *ASYNC),
        max_amount=2000,
        min_amount=200,
        seconds=0.5,
        rounds=7,
    ),
    Workload(
        "call_100",
        "calls",
        "Small JSON, 100 tasks",
        "call",
        ASYNC,
        max_amount=4000,
        min_amount=400,
        seconds=0.7,
        tasks=100,
    ),
    Workload(
        "call_1000",
        "calls",
        "Small JSON, 1000 tasks",
        "call",
        # httpx's own transport scans all its connections at each call.
        tuple(name for name in ASYNC if name != "httpx_async"),
        max_amount=4000,
        min_amount=1000,
        seconds=1,
        tasks=1000,
        rounds=3,
    ),
    Workload(
        "flat",
        "calls",
        "Small JSON, once and again",
        "call",
        ("ours", "ours_long", "ours_async", "ours_async_long", "ours_hubs"),
        max_amount=1000,
        min_amount=1000,
        seconds=1,
        rounds=5,
    ),
    Workload(
        "instances",
        "decoding",
        "A list of 1000 instances",
        "instances",
        ("our_models", "json_alone", *SYNC, *ASYNC),
        max_amount=20,
        min_amount=3,
        seconds=0.4,
        unit=("list", 1),
    ),
    Workload(
        "download",
        "streams",
        "1 GiB down",
        "download",
        (*SYNC, *ASYNC),
        max_amount=GIB,
        min_amount=16 * MIB,
        seconds=2,
        unit=("GiB", GIB),
        rounds=5,
        step=MIB,
    ),
    Workload(
        "upload",
        "streams",
        "1 GiB up",
        "upload",
        (*SYNC, *ASYNC),
        max_amount=GIB,
        min_amount=16 * MIB,
        seconds=2,
        unit=("GiB", GIB),
        rounds=5,
        step=MIB,
    ),
    Workload(
        "duplex",
        "streams",
        "256 MiB through an echo",
        "duplex",
        DUPLEX,
        max_amount=256 * MIB,
        min_amount=16 * MIB,
        seconds=4,
        unit=("GiB", GIB),
        step=MIB,
    ),
    Workload(
        "ndjson",
        "streams",
        "NDJSON, a line of 89 bytes",
        "ndjson",
        ("json_alone", *SYNC, *ASYNC),
        max_amount=_MAX_LINES * len(LINE),
        min_amount=10_000 * len(LINE),
        seconds=1,
        unit=("line", len(LINE)),
        rounds=3,
        step=len(LINE),
    ),
    Workload(
        "hold",
        "open",
        "1000 open streams",
        "hold",
        (*SYNC, *ASYNC),
        max_amount=1000,
        min_amount=1,
        seconds=60,
        unit=("stream", 1),
        rounds=1,
    ),
    Workload(
        "opening",
        "open",
        "Opening streams",
        "hold",
        OURS,
        max_amount=2000,
        min_amount=1,
        seconds=60,
        unit=("stream", 1),
        curve=Curve("amount", "streams", (100, 2000), 1.2),
    ),
    Workload(
        "beside",
        "beside",
        "Small JSON, beside open streams",
        "call",
        OURS,
        max_amount=4000,  # more, because the caches are cold after a pause
        min_amount=200,
        seconds=0.7,
        rounds=7,
        curve=Curve("beside", "open streams", (0, 100, 1000, 2000), 1.1),
    ),
    Workload(
        "threads",
        "threads",
        "Small JSON, in threads",
        "call",
        ("ours", "urllib3_bare"),
        max_amount=10_000,
        min_amount=5000,
        seconds=1,
        rounds=7,
        curve=Curve("tasks", "threads", (1, 8, 32, 128), 1.5),
    ),
    Workload(
        "records",
        "records",
        "100,000 records of 100 bytes up, each a part",
        "send_records",
        (*OURS, "httpx_sync", "aiohttp_bare", "official_js"),
        max_amount=100_000,
        min_amount=2000,
        seconds=1.5,
        unit=("record", 1),
        rounds=3,
    ),
    Workload(
        "program_parts",
        "programs",
        "Records through a program on a real hub, each a part",
        "exchange_records",
        (*OURS, "official_js"),
        max_amount=160 * RECORDS_IN_BLOCK,
        min_amount=2 * RECORDS_IN_BLOCK,
        seconds=30,
        unit=("record", 1),
        rounds=9,
        step=RECORDS_IN_BLOCK,
        on_hub=True,
    ),
    Workload(
        "program_blocks",
        "programs",
        "Records through a program on a real hub, in blocks",
        "exchange_blocks",
        (*OURS, "official_js"),
        max_amount=160 * RECORDS_IN_BLOCK,
        min_amount=2 * RECORDS_IN_BLOCK,
        seconds=30,
        unit=("record", 1),
        rounds=9,
        step=RECORDS_IN_BLOCK,
        on_hub=True,
    ),
    Workload(
        "program_languages",
        "languages",
        "Records through programs in Python and JavaScript, in blocks",
        "exchange_blocks",
        ("through_function", "through_python", "through_javascript"),
        max_amount=160 * RECORDS_IN_BLOCK,
        min_amount=2 * RECORDS_IN_BLOCK,
        seconds=4,
        unit=("record", 1),
        rounds=5,
        step=RECORDS_IN_BLOCK,
        on_hub=True,
    ),
    Workload(
        "small_job",
        "jobs",
        "A small job: start, two records, result, end",
        "small_job",
        (*OURS, "official_js"),
        max_amount=4,
        min_amount=1,
        seconds=4,
        unit=("job", 1),
        rounds=5,
        on_hub=True,
    ),
    Workload(
        "jobs_8",
        "jobs",
        "30 small jobs, 8 at a time",
        "small_job",
        (*OURS, "official_js"),
        max_amount=30,
        min_amount=30,
        seconds=60,
        unit=("job", 1),
        tasks=8,
        rounds=3,
        on_hub=True,
    ),
]
