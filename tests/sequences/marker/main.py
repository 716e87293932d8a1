"""Marks each record as seen, like the function mark, but without python_program."""

import json

from scramjet.streams import Stream

output_type = "text/plain"  # for hubs of version 0.18.7
provides = {"provides": "", "contentType": "text/plain"}  # for 1.0.1


async def run(context, input, *args):
    async def mark():
        async for line in input:
            record = json.loads(line)
            record["seen"] = True
            yield json.dumps(record) + "\n"

    return Stream.read_from(mark())
