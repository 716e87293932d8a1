"""This package's asynchronous client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scramjet_facade import AsyncHostClient, AsyncSequenceClient, ndjson

from . import JOB, async_blocks, async_record_blocks, async_records

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AsyncExitStack


class AsyncContender:
    """The asynchronous client."""

    def __init__(self, url: str) -> None:
        self.host = AsyncHostClient(url)
        self.sequence: AsyncSequenceClient | None = None

    async def close(self) -> None:
        await self.host.aclose()

    async def call(self) -> Any:
        return await self.host.get_version()

    async def instances(self) -> Any:
        return await self.host.list_instances()

    async def download(self, size: int) -> int:
        received = 0
        async with self.host.get_instance_client(str(size)).get_stream("output") as stream:
            async for chunk in stream.iter_bytes():
                received += len(chunk)
        return received

    async def upload(self, size: int) -> None:
        await self.host.get_instance_client("any").send_input(async_blocks(size))

    async def send_records(self, count: int) -> None:
        instance = self.host.get_instance_client("any")
        await instance.send_input(async_records(count), "application/x-ndjson")

    async def duplex(self, size: int) -> int:
        received = 0
        async with self.host.get_instance_client("any").inout(async_blocks(size)) as stream:
            async for chunk in stream.iter_bytes():
                received += len(chunk)
        return received

    async def ndjson(self, size: int) -> int:
        count = 0
        async with self.host.get_instance_client(str(size)).get_stream("output") as stream:
            async for _ in stream.iter_json():
                count += 1
        return count

    async def hold(self, count: int, stack: AsyncExitStack) -> None:
        for _ in range(count):
            stream = await stack.enter_async_context(self.host.get_log_stream())
            await anext(aiter(stream))

    async def get_sequence(self) -> AsyncSequenceClient:
        if self.sequence is None:
            (sequence,) = await self.host.list_sequences()
            self.sequence = self.host.get_sequence_client(sequence.id)
        return self.sequence

    async def small_job(self) -> None:
        sequence = await self.get_sequence()
        async with sequence.run(ndjson(JOB)) as answers:
            if len([answer async for answer in answers.iter_json()]) != len(JOB):
                raise RuntimeError("records were lost")

    async def start_program(self) -> None:
        self.instance = await (await self.get_sequence()).start()
        async with self.instance.get_stream("stderr") as stderr:
            await anext(stderr.iter_lines())  # wait until it runs

    async def exchange_records(self, count: int) -> int:
        return await self._exchange(async_records(count))

    async def exchange_blocks(self, count: int) -> int:
        return await self._exchange(async_record_blocks(count))

    async def _exchange(self, data: AsyncIterator[bytes]) -> int:
        count = 0
        async with self.instance.exchange(data, "application/x-ndjson") as answers:
            async for _ in answers.iter_json():
                count += 1
        return count
