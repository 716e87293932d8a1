"""What is measured."""

from __future__ import annotations

from dataclasses import dataclass

from .contenders import RECORDS_IN_BLOCK
from .server import LINE

MIB = 1 << 20
GIB = 1 << 30
_MOST_LINES = 700_000

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
    "through_python": "a Python program written by hand",
    "through_javascript": "a JavaScript program",
}

OURS = ("ours", "ours_async")
SYNC = ("ours", "httpx_sync")
ASYNC = ("ours_async", "httpx_aiohttp", "httpx_async", "aiohttp_bare", "official", "official_js")
DUPLEX = ("ours", "ours_async", "httpx_aiohttp", "aiohttp_bare")


LONG = "_long"
"""What the name of a contender ends in that does ten times as much at once."""


@dataclass(frozen=True)
class Curve:
    """What a piece of work is done with ever more of.

    Attributes:
        along: Which word of an order says how much: ``amount``, ``tasks`` or ``beside``.
        what: What there is more of.
        points: How much of it.
        most: How many times the first point's processor time the last one's may be at most.
    """

    along: str
    what: str
    points: tuple[int, ...]
    most: float


@dataclass(frozen=True)
class Work:
    """A piece of work, and who does it.

    Attributes:
        key: Its name in the results.
        part: The part of the benchmarks that it belongs to.
        title: What it is.
        order: The method of the contenders.
        contenders: Who does it.
        most: How much of it is done in a round; less by those who would take too long.
        least: How much of it is done before the first round, to warm up and to see how long it
            takes; it isn't counted.
        seconds: How long a round may take.
        unit: In what it counts, and how much of it is one.
        tasks: How many asynchronous tasks, or threads, do it.
        rounds: How often it is done.
        step: What the amount is a multiple of.
        curve: What it is done with ever more of.
        on_hub: Whether it is done with a real hub.
    """

    key: str
    part: str
    title: str
    order: str
    contenders: tuple[str, ...]
    most: int
    least: int
    seconds: float
    unit: tuple[str, int] = ("call", 1)
    tasks: int = 1
    rounds: int = 5
    step: int = 1
    curve: Curve | None = None
    on_hub: bool = False


WORKS = [
    Work(
        "call",
        "calls",
        "Small JSON, one call after the other",
        "call",
        (*SYNC, "urllib3_bare", *ASYNC),
        most=2000,
        least=200,
        seconds=0.5,
        rounds=7,
    ),
    Work(
        "call_100",
        "calls",
        "Small JSON, 100 tasks",
        "call",
        ASYNC,
        most=4000,
        least=400,
        seconds=0.7,
        tasks=100,
    ),
    Work(
        "call_1000",
        "calls",
        "Small JSON, 1000 tasks",
        "call",
        # httpx's own transport looks through all its connections at each call.
        tuple(name for name in ASYNC if name != "httpx_async"),
        most=4000,
        least=1000,
        seconds=1,
        tasks=1000,
        rounds=3,
    ),
    Work(
        "flat",
        "calls",
        "Small JSON, once and again",
        "call",
        ("ours", "ours_long", "ours_async", "ours_async_long", "ours_hubs"),
        most=1000,
        least=1000,
        seconds=1,
        rounds=5,
    ),
    Work(
        "instances",
        "decoding",
        "A list of 1000 instances",
        "instances",
        ("our_models", "json_alone", *SYNC, *ASYNC),
        most=20,
        least=3,
        seconds=0.4,
        unit=("list", 1),
    ),
    Work(
        "download",
        "streams",
        "1 GiB down",
        "download",
        (*SYNC, *ASYNC),
        most=GIB,
        least=16 * MIB,
        seconds=2,
        unit=("GiB", GIB),
        rounds=5,
        step=MIB,
    ),
    Work(
        "upload",
        "streams",
        "1 GiB up",
        "upload",
        (*SYNC, *ASYNC),
        most=GIB,
        least=16 * MIB,
        seconds=2,
        unit=("GiB", GIB),
        rounds=5,
        step=MIB,
    ),
    Work(
        "duplex",
        "streams",
        "256 MiB through an echo",
        "duplex",
        DUPLEX,
        most=256 * MIB,
        least=16 * MIB,
        seconds=4,
        unit=("GiB", GIB),
        step=MIB,
    ),
    Work(
        "ndjson",
        "streams",
        "NDJSON, a line of 89 bytes",
        "ndjson",
        ("json_alone", *SYNC, *ASYNC),
        most=_MOST_LINES * len(LINE),
        least=10_000 * len(LINE),
        seconds=1,
        unit=("line", len(LINE)),
        rounds=3,
        step=len(LINE),
    ),
    Work(
        "hold",
        "open",
        "1000 open streams",
        "hold",
        (*SYNC, *ASYNC),
        most=1000,
        least=1,
        seconds=60,
        unit=("stream", 1),
        rounds=1,
    ),
    Work(
        "opening",
        "open",
        "Opening streams",
        "hold",
        OURS,
        most=2000,
        least=1,
        seconds=60,
        unit=("stream", 1),
        curve=Curve("amount", "streams", (100, 2000), 1.2),
    ),
    Work(
        "beside",
        "beside",
        "Small JSON, beside open streams",
        "call",
        OURS,
        most=4000,  # each client has rested meanwhile, and its memory is not at hand at first
        least=200,
        seconds=0.7,
        rounds=7,
        curve=Curve("beside", "open streams", (0, 100, 1000, 2000), 1.1),
    ),
    Work(
        "threads",
        "threads",
        "Small JSON, in threads",
        "call",
        ("ours", "urllib3_bare"),
        most=10_000,
        least=5000,
        seconds=1,
        rounds=7,
        curve=Curve("tasks", "threads", (1, 8, 32, 128), 1.5),
    ),
    Work(
        "records",
        "records",
        "100,000 records of 100 bytes up, each a part",
        "send_records",
        (*OURS, "httpx_sync", "aiohttp_bare", "official_js"),
        most=100_000,
        least=2000,
        seconds=1.5,
        unit=("record", 1),
        rounds=3,
    ),
    Work(
        "program_parts",
        "programs",
        "Records through a program on a real hub, each a part",
        "exchange_records",
        (*OURS, "official_js"),
        most=160 * RECORDS_IN_BLOCK,
        least=2 * RECORDS_IN_BLOCK,
        seconds=30,
        unit=("record", 1),
        rounds=9,
        step=RECORDS_IN_BLOCK,
        on_hub=True,
    ),
    Work(
        "program_blocks",
        "programs",
        "Records through a program on a real hub, in blocks",
        "exchange_blocks",
        (*OURS, "official_js"),
        most=160 * RECORDS_IN_BLOCK,
        least=2 * RECORDS_IN_BLOCK,
        seconds=30,
        unit=("record", 1),
        rounds=9,
        step=RECORDS_IN_BLOCK,
        on_hub=True,
    ),
    Work(
        "program_languages",
        "languages",
        "Records through programs in Python and JavaScript, in blocks",
        "exchange_blocks",
        ("through_function", "through_python", "through_javascript"),
        most=160 * RECORDS_IN_BLOCK,
        least=2 * RECORDS_IN_BLOCK,
        seconds=4,
        unit=("record", 1),
        rounds=5,
        step=RECORDS_IN_BLOCK,
        on_hub=True,
    ),
    Work(
        "small_job",
        "jobs",
        "A small job: start, two records, result, end",
        "small_job",
        (*OURS, "official_js"),
        most=4,
        least=1,
        seconds=4,
        unit=("job", 1),
        rounds=5,
        on_hub=True,
    ),
    Work(
        "jobs_8",
        "jobs",
        "30 small jobs, 8 at a time",
        "small_job",
        (*OURS, "official_js"),
        most=30,
        least=30,
        seconds=60,
        unit=("job", 1),
        tasks=8,
        rounds=3,
        on_hub=True,
    ),
]
