"""Marks each record as seen: what python_program's function mark does, written by hand."""

import json

from scramjet.streams import Stream

output_type = "text/plain"  # of hubs of version 0.18.7
provides = {"provides": "", "contentType": "text/plain"}  # of 1.0.1


async def run(context, input, *args):
    async def mark():
        async for line in input:
            record = json.loads(line)
            record["seen"] = True
            yield json.dumps(record) + "\n"

    return Stream.read_from(mark())
