"""Runs a Python package as the program of an instance, in a separate process."""

from __future__ import annotations

import asyncio
import io
import json
import secrets
import sys
import tarfile
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .instance import RUNNER_FAILED, End

if TYPE_CHECKING:
    from ..streams import Reader
    from .instance import Instance

_RUNNER = Path(__file__).with_name("python_runner.py")
_BLOCK_BYTES = 65536
_TO_PROGRAM = {"input", "stdin"}
_STOP_SECONDS = 1.0  # additional time in which a stopped program must exit
_EXIT_SECONDS = 0.5  # the time in which a killed program must exit by itself


class PackageRunner:
    """Starts ``python_runner.py``, which then opens one connection for each channel.

    Attributes:
        only_end: The status that hubs report for every Python program that has ended, even if the
            program has completed.
    """

    only_end: End | None = RUNNER_FAILED

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._secret = secrets.token_hex()
        self._channels: dict[str, asyncio.Task[Any]] = {}
        self._control: asyncio.StreamWriter | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._killed = False
        self._is_loaded = asyncio.Event()
        self._ended = asyncio.Event()

    async def run(self) -> End:
        """Run the package until its process has exited."""
        server = await asyncio.start_server(self._serve_channel, "127.0.0.1", 0)
        try:
            with tempfile.TemporaryDirectory(prefix="fake-hub-") as folder:
                with tarfile.open(fileobj=io.BytesIO(self._instance.sequence.data)) as archive:
                    archive.extractall(folder, filter="data")
                await self._run_process(folder, server.sockets[0].getsockname()[1])
        except tarfile.TarError as error:  # for example, a link to a file outside the package
            self._instance.outputs["stderr"].put(f"cannot unpack the package: {error}\n".encode())
        finally:
            server.close()
            self._ended.set()
        return RUNNER_FAILED

    async def kill(self) -> None:
        """Let the runner exit, or kill the process, and wait until it has exited."""
        self._killed = True
        if self._control is not None and not self._ended.is_set():
            self._send({"kill": True})
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), _EXIT_SECONDS)
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
        await self._ended.wait()

    async def stop(self, milliseconds: float, can_call_keepalive: bool) -> None:
        """Call the program's stop handler, and wait until the process has exited."""
        self._send({"stop": [milliseconds, can_call_keepalive]})
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), milliseconds / 1000 + _STOP_SECONDS)

    def _send(self, message: dict[str, Any]) -> None:
        if self._control is not None:
            self._control.write(json.dumps(message).encode() + b"\n")

    async def _run_process(self, folder: str, port: int) -> None:
        instance = self._instance
        options: dict[str, Any] = {
            "main": str(Path(folder, instance.sequence.package["main"])),
            "port": port,
            "secret": self._secret,
            "config": instance.app_config or {},
            "args": instance.args or [],
            "isOld": instance.hub.is_old,
            "exitDelay": instance.hub.exit_delay,
        }
        pipe = asyncio.subprocess.PIPE
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-Iu",  # ignore the test's environment, and do not buffer the output
            str(_RUNNER),
            json.dumps(options),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
        )
        instance.process_id = process.pid
        try:
            if self._killed:
                process.kill()
            await asyncio.gather(
                self._copy(process.stdout, "stdout"), self._copy(process.stderr, "stderr")
            )
            await process.wait()
            await asyncio.gather(
                *(task for name, task in self._channels.items() if name not in _TO_PROGRAM),
                return_exceptions=True,
            )
        finally:
            for task in self._channels.values():
                task.cancel()
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def _copy(self, source: asyncio.StreamReader | None, name: str) -> None:
        while source and (data := await source.read(_BLOCK_BYTES)):
            await self._instance.outputs[name].write(data)

    async def _serve_channel(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        secret, _, name = (await reader.readline()).decode().strip().partition(" ")
        task = asyncio.current_task()
        if secret == self._secret and task is not None:
            self._channels[name] = task
            with suppress(ConnectionError, asyncio.CancelledError):
                match name:
                    case "input":
                        content_type = await self._instance.wait_for_input_type()
                        writer.write(f"Content-Type: {content_type}\r\n\r\n".encode())
                        await _send(self._instance.input.open(), writer)
                    case "stdin":
                        await _send(self._instance.stdin.open(), writer)
                    case "output":
                        await self._receive_output(reader)
                    case _:
                        await self._converse(reader, writer)
        writer.close()

    async def _receive_output(self, reader: asyncio.StreamReader) -> None:
        while data := await reader.read(_BLOCK_BYTES):
            await self._is_loaded.wait()  # by now, the program has named its output topic, if any
            await self._instance.write_output(data)
        self._instance.end_output()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handle the messages of the program."""
        self._control = writer
        instance = self._instance
        async for line in reader:
            match json.loads(line):
                case {"log": text, "level": level}:
                    instance.write_log(text, "PythonRunner", level)
                case {"emit": name, "message": message}:
                    instance.emit({"eventName": name, "message": message})
                case {"on": name}:
                    instance.on_event(name, partial(self._send_event, name))
                case {"keepAlive": value}:
                    instance.wants_to_live = value
                case {"health": report}:
                    instance.health = report
                case {"requires": name, "contentType": content_type}:
                    instance.read_from(name, content_type)
                case {"provides": name, "contentType": content_type}:
                    instance.write_to(name, content_type)
                case _:
                    self._is_loaded.set()

    def _send_event(self, name: str, message: object) -> None:
        self._send({"event": name, "message": message})


async def _send(parts: Reader, writer: asyncio.StreamWriter) -> None:
    async for part in parts:
        writer.write(part)
        await writer.drain()
