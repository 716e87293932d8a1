"""Run the benchmarks.

python -m tests.benchmarks            all of them, which takes some six minutes
python -m tests.benchmarks calls      one part: calls, decoding, streams, open, beside, threads,
                                      records, programs, languages, jobs or startup
python -m tests.benchmarks --publish  all, and replace the results that the documentation shows
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
from .processes import OUTPUT, Server, hub, is_there
from .works import NAMES, WORKS

if TYPE_CHECKING:
    from .rounds import Result
    from .startup import Start

_HERE = Path(__file__).parent
_STARTUP = "startup"
_PARTS = [*dict.fromkeys(work.part for work in WORKS), _STARTUP]
_LIBRARIES = ["aiohttp", "httpx", "httpx-aiohttp", "scramjet-api-client", "urllib3"]


def _about() -> dict[str, object]:
    """Say what the figures were measured with."""
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
    left_out = [name for name in NAMES if not is_there(name)]
    for name in left_out:
        print(f"left out, as it is not installed: {NAMES[name]}", flush=True)
    results: list[Result] = []
    starts: list[Start] = []
    began = time.monotonic()
    with Server() as server:
        for work in WORKS:
            if work.part not in parts:
                continue
            print(f"{time.monotonic() - began:5.0f} s  {work.title}", flush=True)
            names = [name for name in work.contenders if name not in left_out]
            with hub() if work.on_hub else nullcontext(server.url) as url:
                results += rounds.measure(work, names, url)
        if _STARTUP in parts:
            print(f"{time.monotonic() - began:5.0f} s  Start", flush=True)
            names = [name for name in startup.CONTENDERS if name not in left_out]
            starts = startup.measure(names, server.url)
    print(f"{time.monotonic() - began:5.0f} s  done", flush=True)
    return results, starts


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("part", nargs="*", choices=[*_PARTS, []], help="all unless told")
    parser.add_argument("--publish", action="store_true", help="for the documentation")
    arguments = parser.parse_args()
    results, starts = _run(arguments.part or _PARTS)
    print("\n".join(report.lines(results, starts)))
    OUTPUT.mkdir(parents=True, exist_ok=True)
    written = {
        **_about(),
        "results": [asdict(result) for result in results],
        "starts": [asdict(start) for start in starts],
    }
    text = json.dumps(written, indent=1)
    (OUTPUT / "results.json").write_text(f"{text}\n", encoding="utf-8")
    print(f"\nwritten: {OUTPUT / 'results.json'}")
    if arguments.publish:
        if arguments.part:
            sys.exit("only a whole run is published")
        shutil.copy(OUTPUT / "results.json", _HERE / "results.json")


if __name__ == "__main__":
    main()
