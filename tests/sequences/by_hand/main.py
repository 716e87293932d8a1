"""Python programs for the platform's runner, without python_program; args select one."""

import asyncio
import sys

from scramjet.streams import Stream


async def run(context, input, which="hello", *args):
    return await PROGRAMS[which](context, input, *args)


async def hello(context, input):
    """Greet each line of text when it arrives."""

    async def greetings():
        async for name in input:
            yield f"Hello, {name.strip()}!\n"

    return Stream.read_from(greetings())


async def config(context, input, *args):
    """Write the configuration and the arguments; then run on, so that they can be read."""
    output = Stream()
    output.write(f"{context.config} {args}\n")
    return output


async def stdin(context, input):
    """Copy stdin to stdout and stderr."""
    async for line in sys.stdin:
        sys.stdout.write(f"out: {line}")
        sys.stderr.write(f"err: {line}")
    await asyncio.sleep(3600)


async def events(context, input):
    output = Stream()

    def answer(message):
        context.emit("pong", {"got": message})
        output.write(f"ping {message}\n")

    context.on("ping", answer)
    output.write("ready\n")
    return output


async def stop(context, input):
    output = Stream()

    async def stopping(*_):
        output.write("stopping\n")
        await asyncio.sleep(0.1)

    context.set_stop_handler(stopping)
    output.write("running\n")
    return output


async def unhealthy(context, input):
    context.set_health_check(lambda: {"healthy": False})
    context.logger.info("logged by hand")
    await asyncio.sleep(3600)


async def fail(context, input):
    """Yield a value, and fail after a line of stdin."""
    sys.stderr.write("waiting\n")

    async def failing():
        yield "first\n"
        async for _ in sys.stdin:
            raise RuntimeError("failed on purpose")

    return Stream.read_from(failing())


async def fail_early(context, input):
    """Fail after a line of stdin."""
    sys.stderr.write("waiting\n")
    async for _ in sys.stdin:
        raise RuntimeError("failed before the first value")


async def types(context, input):
    """Yield the types of the input's chunks."""

    async def kinds():
        async for chunk in input:
            yield f"{type(chunk).__name__} {len(chunk)}\n"

    return Stream.read_from(kinds())


PROGRAMS = {
    "hello": hello,
    "config": config,
    "stdin": stdin,
    "events": events,
    "stop": stop,
    "unhealthy": unhealthy,
    "fail": fail,
    "fail_early": fail_early,
    "types": types,
}
