"""Directories that cannot be packed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, AsyncManagerClient, BadParametersError
from tests.faults.faults import valid_response
from tests.scripted_server import ScriptedServer, always

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "point out of the directory"),
        ({"exclude": ["!"]}, "a pattern that selects files is invalid"),
    ],
)
async def test_an_invalid_directory_is_refused_before_anything_is_sent(
    tmp_path: Path, options: dict[str, Any], reason: str
) -> None:
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "out").symlink_to("/")
    with ScriptedServer(always(valid_response)) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            AsyncManagerClient(server.base_url) as manager,
        ):
            for call in (
                host.send_sequence,
                host.get_sequence_client("s").overwrite,
                manager.put_store_item,
            ):
                with pytest.raises(BadParametersError, match=reason):
                    await call(tmp_path, **options)
            assert server.connections == 0
            assert (await host.send_sequence(tmp_path, exclude=["/out"])).id == "the-id"
