"""What the rules make of small samples of asynchronous code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sync_twins

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = {
    "async def read(self) -> bytes:": "def read(self) -> bytes:",
    "async with open_it() as it:": "with open_it() as it:",
    "data = [x async for x in await source()]": "data = [x for x in source()]",
    "return (await call(await it)).parsed": "return (call(it)).parsed",
    "from ..async_flavor import async_lock as lock": "from ..sync_flavor import sync_lock as lock",
    "from ..async_flavor import Lock as async_lock": "from ..sync_flavor import Lock as sync_lock",
    "async_sleep(1)": "sync_sleep(1)",
    "from scramjet_facade._async.stream import Stream": (
        "from scramjet_facade._sync.stream import Stream"
    ),
    "endpoint.asyncio_detailed(client=client)": "endpoint.sync_detailed(client=client)",
    "get_log.asyncio_stream(client=client)": "get_log.stream(client=client)",
    "get_version.asyncio(client=client)": "get_version.sync(client=client)",
    "client.get_async_httpx_client()": "client.get_httpx_client()",
    "client.set_async_httpx_client(mine)": "client.set_httpx_client(mine)",
    "-> AbstractAsyncContextManager[Stream]:": "-> AbstractContextManager[Stream]:",
    "-> AsyncGenerator[bytes, None]:": "-> Generator[bytes, None, None]:",
    "AsyncIterator[str] | AsyncIterable[str]": "Iterator[str] | Iterable[str]",
    "from collections.abc import AsyncIterator as _AsyncIterator": (
        "from collections.abc import Iterator as Iterator"
    ),
    "sleep: Callable[[float], Awaitable[None]]": "sleep: Callable[[float], None]",
    "stack = AsyncExitStack()": "stack = ExitStack()",
    "@asynccontextmanager": "@contextmanager",
    "client = AsyncHostClient(url)": "client = HostClient(url)",
    "async def __aenter__(self) -> Self:": "def __enter__(self) -> Self:",
    "def __aiter__(self) -> AsyncIterator[bytes]:": "def __iter__(self) -> Iterator[bytes]:",
    "await self.__aexit__(None, None, None)": "self.__exit__(None, None, None)",
    "await stream.__anext__()": "stream.__next__()",
    "await response.aclose()": "response.close()",
    "async for block in body.aiter_raw():": "for block in body.iter_raw():",
    "async for block in body.aiter_bytes():": "for block in body.iter_bytes():",
    "await response.aread()": "response.read()",
    "await anext(aiter(stream), b'')": "next(iter(stream), b'')",
    # These only look alike.
    "asynchronous, awaited, nasync_io, Asynchronous": (
        "asynchronous, awaited, nasync_io, Asynchronous"
    ),
    "data = already(area, a_close)": "data = already(area, a_close)",
}


@pytest.mark.parametrize(("source", "expected"), SAMPLES.items())
def test_a_sample(source: str, expected: str) -> None:
    assert sync_twins.to_sync(source) == expected


def test_synchronous_code_stays_as_it_is() -> None:
    for expected in SAMPLES.values():
        assert sync_twins.to_sync(expected) == expected


@pytest.mark.parametrize("rule", sync_twins.RULES, ids=lambda rule: rule[0].pattern)
def test_every_rule_has_a_sample(monkeypatch: pytest.MonkeyPatch, rule: tuple[object, str]) -> None:
    monkeypatch.setattr(sync_twins, "RULES", [one for one in sync_twins.RULES if one is not rule])
    assert any(sync_twins.to_sync(source) != expected for source, expected in SAMPLES.items())


def test_a_twin_says_what_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "_async" / "inner").mkdir(parents=True)
    (tmp_path / "_async" / "inner" / "one.py").write_text("await two()\n", encoding="utf-8")
    (tmp_path / "_async" / "notes.txt").touch()
    sync_twins.generate(tmp_path / "_async", tmp_path / "_sync", "tests/unit/_async")
    (twin,) = [path for path in (tmp_path / "_sync").rglob("*") if path.is_file()]
    assert twin == tmp_path / "_sync" / "inner" / "one.py"
    assert twin.read_text(encoding="utf-8") == (
        "# Generated from tests/unit/_async/inner/one.py\ntwo()\n"
    )


def test_comments_are_left_to_the_source_but_for_those_that_tools_obey() -> None:
    source = """\
# Why.
a = 1  # that is why
b = "# none"  # noqa: S105 (no secret)

# In
# two lines.
c = 1  # type: ignore[x]  # pyright: ignore[y]
d = [
    # first
    1,  # one
]
"""
    assert (
        sync_twins.without_comments(source)
        == """\
a = 1
b = "# none"  # noqa: S105 (no secret)

c = 1  # type: ignore[x]  # pyright: ignore[y]
d = [
    1,
]
"""
    )
