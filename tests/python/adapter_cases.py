"""Tests of the adapter for Python 3.8 and later. Usage: adapter_cases.py ADAPTER."""

import asyncio
import contextlib
import importlib.util
import io
import json
import logging
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

ADAPTER = Path(sys.argv.pop(1)) if len(sys.argv) > 1 else None


def load():
    spec = importlib.util.spec_from_file_location("scramjet_adapter", ADAPTER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


adapter = load() if ADAPTER else None
MEBIBYTE = 1024 * 1024


class Source:
    """An input of blocks. An open input waits for more blocks in its queue."""

    def __init__(self, *blocks, is_open=False):
        self.queue = asyncio.Queue()
        for block in blocks if is_open else [*blocks, None]:
            self.queue.put_nowait(block)
        self.blocks_read = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        block = await self.queue.get()
        if block is None:
            raise StopAsyncIteration
        self.blocks_read += 1
        return block


def convert(function, *blocks, input="json", output="json", context=None, args=()):
    """Return the output of a function for an input."""
    written = []

    async def write(data):
        written.append(data)

    async def run():
        program = adapter.Program(function, input, output)
        await program.convert(Source(*blocks), write, context, args)

    asyncio.run(run())
    return b"".join(written)


def generator(records):
    yield from records


async def async_generator(records):
    async for record in records:
        yield record


def per_record(record):
    return record


async def async_per_record(record):
    await asyncio.sleep(0)
    return record


EVERY_KIND = (generator, async_generator, per_record, async_per_record)


class Records(unittest.TestCase):
    def test_every_kind_of_function_receives_and_returns_json_values(self):
        values = [1, "text", {"a": [True, 2.5]}, [], "Zo\u00eb \u2028 \U0001f600", 0, False, ""]
        lines = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()
        for function in EVERY_KIND:
            for size in (1, 3, 7, len(lines)):
                blocks = [lines[i : i + size] for i in range(0, len(lines), size)]
                with self.subTest(function=function.__name__, size=size):
                    output = convert(function, *blocks)
                    self.assertEqual([json.loads(line) for line in output.splitlines()], values)

    def test_text_and_bytes_are_unchanged(self):
        data = "a\r\n\n\u20ac\u2028x\nno end".encode()
        for function in EVERY_KIND:
            for kind in ("text", "bytes"):
                for size in (1, 2, len(data)):
                    blocks = [data[i : i + size] for i in range(0, len(data), size)]
                    with self.subTest(function=function.__name__, kind=kind, size=size):
                        self.assertEqual(convert(function, *blocks, input=kind, output=kind), data)

    def test_a_line_of_text_includes_its_line_ending(self):
        lines = []

        def program(records):
            lines.extend(records)
            yield from ()

        convert(program, b"a\n\nb", input="text")
        self.assertEqual(lines, ["a\n", "\n", "b"])

    def test_large_records_are_unchanged(self):
        record = {"text": "\u00e9" * (5 * MEBIBYTE)}
        line = json.dumps(record, ensure_ascii=False).encode()
        blocks = [line[i : i + 65536] for i in range(0, len(line), 65536)]
        for function in EVERY_KIND:
            with self.subTest(function=function.__name__):
                self.assertEqual(json.loads(convert(function, *blocks)), record)

    def test_an_empty_input_has_no_records(self):
        for function in EVERY_KIND:
            for blocks in ((), (b"",), (b"\n \r\n",)):
                with self.subTest(function=function.__name__, blocks=blocks):
                    self.assertEqual(convert(function, *blocks), b"")

    def test_only_generators_can_output_null(self):
        self.assertEqual(convert(generator, b"null\n1"), b"null\n1\n")
        self.assertEqual(convert(async_generator, b"null\n1"), b"null\n1\n")
        self.assertEqual(convert(per_record, b"null\n1"), b"1\n")
        self.assertEqual(convert(async_per_record, b"null\n1"), b"1\n")

    def test_context_and_args_are_passed_by_name(self):
        def both(records, args, context):
            yield [args, context]

        def neither():
            yield "nothing"

        def keyword(record, *, context, other=5, **more):
            return [record, context, other, more]

        def only(context):
            yield context

        async def asynchronous(records, context, args):
            yield [context, args]

        options = {"context": {"a": 1}, "args": ("x", 2)}
        self.assertEqual(json.loads(convert(both, **options)), [["x", 2], {"a": 1}])
        self.assertEqual(json.loads(convert(neither, **options)), "nothing")
        self.assertEqual(json.loads(convert(keyword, b"7", **options)), [7, {"a": 1}, 5, {}])
        self.assertEqual(json.loads(convert(only, **options)), {"a": 1})
        self.assertEqual(json.loads(convert(asynchronous, **options)), [{"a": 1}, ["x", 2]])

    def test_each_result_is_sent_before_the_next_record_arrives(self):
        async def run(function):
            source = Source(is_open=True)
            results = asyncio.Queue()
            program = adapter.Program(function)
            task = asyncio.ensure_future(program.convert(source, results.put))
            for number in range(20):
                source.queue.put_nowait(b"%d\n" % number)
                self.assertEqual(await asyncio.wait_for(results.get(), 20), b"%d\n" % number)
            source.queue.put_nowait(None)
            await task

        for function in EVERY_KIND:
            with self.subTest(function=function.__name__):
                asyncio.run(run(function))

    def test_a_yielded_value_is_sent_while_the_generator_is_blocked(self):
        may_continue = threading.Event()

        def program(records):
            yield "first"
            may_continue.wait()

        async def run():
            sent = asyncio.Queue()
            task = asyncio.ensure_future(adapter.Program(program).convert(Source(), sent.put))
            first = await asyncio.wait_for(sent.get(), 20)
            may_continue.set()
            await task
            return first

        self.assertEqual(asyncio.run(run()), b'"first"\n')


class Failures(unittest.TestCase):
    def test_an_exception_is_raised_after_the_yielded_values_are_sent(self):
        def program(records):
            yield 1
            raise KeyError("on purpose")

        async def asynchronous(records):
            yield 1
            raise KeyError("on purpose")

        def each(record):
            if record == 2:
                raise KeyError("on purpose")
            return record

        for function in (program, asynchronous, each):
            written = []

            async def write(data, written=written):
                written.append(data)

            async def run(function=function, write=write):
                await adapter.Program(function).convert(Source(b"1\n2\n"), write)

            with self.subTest(function=function.__name__):
                with self.assertRaisesRegex(KeyError, "on purpose") as caught:
                    asyncio.run(run())
                self.assertEqual(b"".join(written), b"1\n")
                text = adapter.describe(caught.exception)
                self.assertIn("on purpose", text)
                self.assertNotIn(ADAPTER.name, text)

    def test_an_invalid_line_is_reported_after_the_records_before_it(self):
        seen = []

        def program(records):
            for record in records:
                seen.append(record)
                yield record

        with self.assertRaisesRegex(ValueError, "line 3 of the input is not JSON"):
            convert(program, b'1\n2\n{"a"\n4\n')
        self.assertEqual(seen, [1, 2])

    def test_a_value_of_the_wrong_type_is_refused(self):
        for output, value, message in (
            ("json", object(), "yield_it returned a value that is not JSON"),
            ("json", float("nan"), "yield_it returned a value that is not JSON"),
            ("json", b"bytes", "yield_it returned a value that is not JSON"),
            ("text", b"bytes", "yield_it must return text because output is 'text', not bytes"),
            ("bytes", "text", "yield_it must return bytes because output is 'bytes', not str"),
            ("bytes", 5, "not int"),
        ):
            closed = []

            def yield_it(records, value=value, closed=closed):
                try:
                    yield value
                finally:
                    closed.append(True)

            with self.subTest(output=output, value=value):
                with self.assertRaisesRegex(TypeError, message) as caught:
                    convert(yield_it, output=output)
                self.assertEqual(closed, [True])
                self.assertNotIn("encoder.py", adapter.describe(caught.exception))

    def test_parameters_that_receive_nothing_are_refused(self):
        def two(records, other):
            yield

        def keyword(records, *, other):
            yield

        def variable(records, *more):
            yield

        def nothing():
            return 5

        def config(context):
            return 5

        for function in (two, keyword, variable, nothing, config):
            with self.subTest(function=function.__name__):
                with self.assertRaisesRegex(TypeError, function.__name__):
                    adapter.Program(function)


class Closing(unittest.TestCase):
    def close(self, function, *blocks):
        """Start a program, close it, and wait until it has ended."""

        async def run():
            sent = asyncio.Queue()
            program = adapter.Program(function)
            source = Source(*blocks, is_open=True)
            task = asyncio.ensure_future(program.convert(source, sent.put))
            await asyncio.wait_for(sent.get(), 20)
            program.close()
            await asyncio.wait_for(task, 20)

        asyncio.run(run())

    def test_finally_blocks_run_while_the_program_waits_for_input(self):
        closed = []

        def plain(records):
            try:
                yield from records
            finally:
                closed.append("plain")

        async def asynchronous(records):
            try:
                async for record in records:
                    yield record
            finally:
                closed.append("asynchronous")

        self.close(plain, b"1\n")
        self.close(asynchronous, b"1\n")
        self.assertEqual(closed, ["plain", "asynchronous"])

    def test_finally_blocks_run_while_the_program_yields(self):
        closed = []

        def plain():
            try:
                while True:
                    yield 1
            finally:
                closed.append("plain")

        async def asynchronous():
            try:
                while True:
                    yield 1
                    await asyncio.sleep(0)
            finally:
                closed.append("asynchronous")

        self.close(plain)
        self.close(asynchronous)
        self.assertEqual(closed, ["plain", "asynchronous"])

    def test_an_exception_while_closing_is_raised(self):
        def plain(records):
            try:
                yield from records
            finally:
                raise ValueError("while closing")

        with self.assertRaisesRegex(ValueError, "while closing"):
            self.close(plain, b"1\n")

    def test_a_program_that_is_closed_before_it_starts_ends(self):
        async def run():
            program = adapter.Program(generator)
            program.close()
            await asyncio.wait_for(program.convert(Source(is_open=True), None), 20)

        asyncio.run(run())


class Backpressure(unittest.TestCase):
    def test_a_generator_waits_while_the_output_is_not_read(self):
        yielded = []

        def plain():
            for number in range(1000):
                yielded.append(number)
                yield "x" * 10000

        async def run():
            may_write = asyncio.Event()

            async def write(data):
                await may_write.wait()

            task = asyncio.ensure_future(adapter.Program(plain).convert(Source(), write))
            count = -1
            while count != len(yielded) or not count:  # until it stops yielding
                count = len(yielded)
                await asyncio.sleep(0.2)
            may_write.set()
            await task
            return count

        self.assertLess(asyncio.run(run()), 100)
        self.assertEqual(len(yielded), 1000)

    def test_the_input_is_not_read_ahead(self):
        for function in (generator, async_generator):

            async def run(function=function):
                source = Source(*[b'"0123456789"\n' * 1000] * 100)
                may_write = asyncio.Event()
                wrote = asyncio.Event()

                async def write(data):
                    wrote.set()
                    await may_write.wait()

                task = asyncio.ensure_future(adapter.Program(function).convert(source, write))
                await wrote.wait()
                await asyncio.sleep(0.2)
                blocks_read = source.blocks_read
                may_write.set()
                await task
                return blocks_read

            with self.subTest(function=function.__name__):
                self.assertLess(asyncio.run(run()), 50)


class Channel:
    """A member of the runner's enumeration of connections."""

    def __init__(self, name):
        self.name = name


class Runner:
    """A small replacement for the hub's Python runner, with real connections."""

    def __init__(self):
        self.records = []
        self.logger = logging.Logger("PythonRunner")
        self.log = io.StringIO()
        self.logger.addHandler(logging.StreamHandler(self.log))
        self.emitted = []
        self.stop_handler = None
        self.threads = set()
        self.config = {"rate": 2}
        self.runner = self

    def emit(self, name, message):
        self.threads.add(threading.current_thread().name)
        self.emitted.append((name, message))

    def set_stop_handler(self, handler):
        self.stop_handler = handler

    async def start(self):
        """Connect as the runner does."""
        self.output = b""
        self.hub_side = []
        connected = asyncio.Event()

        async def serve(reader, writer):
            self.hub_side.append((reader, writer))
            connected.set()

        self.server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = self.server.sockets[0].getsockname()[1]
        self.streams, self._kept = {}, []
        for name in ("IN", "OUT"):
            connected.clear()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            await connected.wait()
            self._kept.append((reader, writer))
            self.streams[Channel(name)] = reader if name == "IN" else writer

    def input(self):
        """Return the blocks of the input, as the runner's stream does."""

        async def read():
            channel = next(channel for channel in self.streams if channel.name == "IN")
            header = await self.streams[channel].readuntil(b"\r\n\r\n")
            assert header == b"Content-Type: application/octet-stream\r\n\r\n", header
            while True:
                block = await self.streams[channel].read(8192)
                if not block:
                    return
                yield block

        return read()

    async def close(self):
        for _, writer in [*self.hub_side, *self._kept]:
            writer.close()
        self.server.close()
        await self.server.wait_closed()


class WithARunner(unittest.TestCase):
    def run_program(self, text, name, data=b"", content_type=b"application/x-ndjson", args=()):
        """Run a function of a module, and return the runner, what it wrote, and its exit code."""
        adapter.EXIT_DELAY = 0
        output, errors = io.StringIO(), io.StringIO()

        async def run(folder):
            runner = Runner()
            await runner.start()

            async def work():
                try:
                    await adapter.make_run(module, name)(runner, runner.input(), *args)
                except SystemExit as exit_:
                    return exit_.code
                return 0

            working = asyncio.ensure_future(work())
            hub_in, hub_out = runner.hub_side[0][1], runner.hub_side[1][0]
            hub_in.write(b"Content-Type: " + content_type + b"\r\n\r\n" + data)
            hub_in.close()
            runner.output = await asyncio.wait_for(hub_out.read(), 20)
            code = await working
            await runner.close()
            return runner, code

        with tempfile.TemporaryDirectory() as folder:
            module = "program_%d" % time.monotonic_ns()
            Path(folder, module + ".py").write_text(text, "utf-8")
            sys.path.insert(0, folder)
            try:
                with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
                    runner, code = asyncio.run(run(folder))
            finally:
                del sys.path[:]
                sys.path += PATH
        runner.stdout, runner.stderr = output.getvalue(), errors.getvalue()
        return runner, code

    def test_a_program_completes(self):
        text = """
def program(records, context, args):
    print("printed")
    context.logger.info("logged")
    context.emit("event", 5)
    for record in records:
        yield [record, context.config["rate"], args]
"""
        runner, code = self.run_program(text, "program", b'"\xc3\xa9"\n', args=("x",))
        self.assertEqual((code, json.loads(runner.output)), (0, ["\u00e9", 2, ["x"]]))
        self.assertEqual(runner.stdout, "printed\n")
        self.assertEqual(runner.emitted, [("event", 5)])
        self.assertEqual(runner.threads, {threading.current_thread().name})
        self.assertEqual(runner.log.getvalue(), "logged\nSequence completed.\n")

    def test_a_program_fails(self):
        text = """
def program(records):
    yield 1
    raise RuntimeError("on purpose")
"""
        runner, code = self.run_program(text, "program")
        self.assertEqual((code, runner.output), (1, b"1\n"))
        self.assertIn("RuntimeError: on purpose", runner.stderr)
        self.assertIn("line 4, in program", runner.stderr)
        self.assertEqual(runner.log.getvalue(), "Sequence failed: " + runner.stderr + "\n")

    def test_a_module_that_can_not_be_imported_fails(self):
        for text, message in (
            ("import a_module_that_is_missing", "No module named 'a_module_that_is_missing'"),
            ("def program(:", "SyntaxError"),
            ("raise SystemExit(3)", "SystemExit: 3"),
            ("", "AttributeError"),
            ("def program(a, b): pass", "TypeError: program has the parameter 'b'"),
        ):
            with self.subTest(text=text):
                runner, code = self.run_program(text, "program")
                self.assertEqual((code, runner.output), (1, b""))
                self.assertIn(message, runner.log.getvalue())

    def test_exceptions_that_the_event_loop_or_the_runner_handles_are_reported(self):
        for body in (
            "def program(record): {}",
            "async def program(record): {}",
            "def program(records):\n    {}\n    yield",
            "async def program(records):\n    {}\n    yield",
        ):
            for error in ("SystemExit(3)", "KeyboardInterrupt()", "CancelledError()"):
                with self.subTest(body=body, error=error):
                    text = "from asyncio import CancelledError\n" + body.format("raise " + error)
                    runner, code = self.run_program(text, "program", b"1\n")
                    self.assertEqual(code, 1)
                    self.assertIn(error.partition("(")[0], runner.log.getvalue())
                    self.assertIn(", in program", runner.log.getvalue())

    def test_an_exit_without_an_error_ends_a_program_after_its_output(self):
        for prefix in ("", "async "):
            with self.subTest(prefix=prefix):
                text = prefix + "def program(records):\n    yield 1\n    raise SystemExit"
                runner, code = self.run_program(text, "program")
                self.assertEqual((code, runner.output), (0, b"1\n"))
                self.assertEqual(runner.log.getvalue(), "Sequence completed.\n")

    def test_any_content_type_and_long_lines_are_read(self):
        text = "def program(record): return len(record)"
        for content_type in (b"application/x-ndjson", b"text/plain", b"application/json"):
            with self.subTest(content_type=content_type):
                data = json.dumps("x" * 3 * MEBIBYTE).encode()
                runner, _ = self.run_program(text, "program", data, content_type)
                self.assertEqual(runner.output, b"%d\n" % (3 * MEBIBYTE))

    def test_all_output_is_sent_before_the_end(self):
        text = "def program(records):\n    for number in range(300): yield 'x' * 100000"
        runner, _ = self.run_program(text, "program")
        self.assertEqual(len(runner.output), 300 * 100003)


PATH = list(sys.path)

if __name__ == "__main__":
    unittest.main(verbosity=0)
