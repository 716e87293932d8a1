"""Run the benchmarks.

* ``python -m tests.benchmarks`` runs all benchmarks in about six minutes.
* ``python -m tests.benchmarks calls`` runs one part: calls, decoding, streams, open, beside,
  threads, records, programs, languages, jobs or startup.
* ``python -m tests.benchmarks --publish`` runs all, and updates the results in the documentation.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import time
from contextlib import nullcontext
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from . import report, rounds, startup
from .processes import OUTPUT, Server, hub, is_available
from .workloads import NAMES, WORKLOADS

if TYPE_CHECKING:
    from .rounds import Result
    from .startup import Start

_HERE = Path(__file__).parent
_STARTUP = "startup"
_PARTS = [*dict.fromkeys(work.part for work in WORKLOADS), _STARTUP]
_LIBRARIES = ["aiohttp", "httpx", "httpx-aiohttp", "scramjet-api-client", "urllib3"]


def _environment() -> dict[str, object]:
    """Return the date, the platform and the versions of a run."""
    return {
        "date": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "versions": {name: _version(name) for name in _LIBRARIES},
    }


def _version(library: str) -> str | None:
    """Return the version of a library; None if it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _run(parts: list[str]) -> tuple[list[Result], list[Start]]:
    skipped = [name for name in NAMES if not is_available(name)]
    for name in skipped:
        print(f"skipped, because it is not installed: {NAMES[name]}", flush=True)
    results: list[Result] = []
    starts: list[Start] = []
    start = time.monotonic()
    with Server() as server:
        for work in WORKLOADS:
            if work.part not in parts:
                continue
            print(f"{time.monotonic() - start:5.0f} s  {work.title}", flush=True)
            names = [name for name in work.contenders if name not in skipped]
            with hub() if work.on_hub else nullcontext(server.url) as url:
                results += rounds.measure(work, names, url)
        if _STARTUP in parts:
            print(f"{time.monotonic() - start:5.0f} s  Start", flush=True)
            names = [name for name in startup.CONTENDERS if name not in skipped]
            starts = startup.measure(names, server.url)
    print(f"{time.monotonic() - start:5.0f} s  done", flush=True)
    return results, starts


def main() -> None:
    """Run the benchmarks; print and write the results."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("part", nargs="*", choices=[*_PARTS, []], help="default: all")
    parser.add_argument("--publish", action="store_true", help="update the documentation")
    arguments = parser.parse_args()
    results, starts = _run(arguments.part or _PARTS)
    print("\n".join(report.lines(results, starts)))
    OUTPUT.mkdir(parents=True, exist_ok=True)
    content = {
        **_environment(),
        "results": [asdict(result) for result in results],
        "starts": [asdict(start) for start in starts],
    }
    text = json.dumps(content, indent=1)
    (OUTPUT / "results.json").write_text(f"{text}\n", encoding="utf-8")
    print(f"\nwritten: {OUTPUT / 'results.json'}")
    if arguments.publish:
        if arguments.part:
            sys.exit("--publish needs a run of all parts")
        shutil.copy(OUTPUT / "results.json", _HERE / "results.json")


if __name__ == "__main__":
    main()
