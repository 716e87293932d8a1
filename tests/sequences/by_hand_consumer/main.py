"""A program whose input is a topic."""

from scramjet.streams import Stream

requires = {"requires": "names-by-hand", "contentType": "text/plain"}


async def run(context, input):
    async def greetings():
        async for name in input:
            yield f"Hello, {name.strip()}!\n"

    return Stream.read_from(greetings())
