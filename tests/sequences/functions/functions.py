"""Functions that the tests run on hubs; they support Python 3.8."""

import itertools
import queue
import sys
import time
from pathlib import Path


def echo(records):
    yield from records


async def echo_async(records):
    async for record in records:
        yield record


def per_record(record):
    return record


async def per_record_async(record):
    return record


def mark(records):
    """Mark each record as seen."""
    for record in records:
        record["seen"] = True
        yield record


EVERY_KIND = (echo, echo_async, per_record, per_record_async)


def report(records, context, args):
    """Report the options of the start: as a record, on stdout, on stderr and in the log."""
    print("printed é")
    print("an error", file=sys.stderr)
    context.logger.info("logged %s", args)
    yield {"config": context.config, "args": args, "python": sys.version_info[:2]}


def ticker(context):
    for number in itertools.count():
        yield {"tick": number}
        time.sleep(context.config.get("pause", 0.05))


def answer_pings(records, context):
    """Answer each event "ping" with an event "pong" and a record."""
    pings = queue.Queue()
    context.on("ping", pings.put)
    yield "ready"
    while True:
        ping = pings.get()
        context.emit("pong", {"got": ping})
        yield {"ping": ping}


def sleep(records):
    yield "sleeping"
    time.sleep(600)


def fail(records):
    for record in records:
        yield record
        raise RuntimeError("failed on purpose: \u2603")


async def fail_async(records):
    async for record in records:
        yield record
        raise RuntimeError("failed on purpose: \u2603")


def remember(records, context):
    """Write a file when the generator is closed."""
    try:
        yield "running"
        yield from records
    finally:
        Path(context.config["file"]).write_text("closed")


async def remember_async(records, context):
    try:
        yield "running"
        async for record in records:
            yield record
    finally:
        Path(context.config["file"]).write_text("closed")


def not_json(records):
    yield object()


def upper(lines):
    for line in lines:
        yield line.upper()


def measure(context):
    """Yield many records, and the memory that the process has used."""
    import resource

    for _ in range(context.config["count"]):
        yield "x" * 1000
    yield resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def count(records):
    """Count the bytes of long records, and report the memory that the process has used."""
    import resource

    yield sum(map(len, records))
    yield resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
