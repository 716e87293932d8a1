"""The log of an instance shows whether its program completed or failed."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import NotFoundError, RequestTimeoutError
from tests.e2e._async.readiness import SECONDS
from tests.hubs import OLD

if TYPE_CHECKING:
    from scramjet_facade import AsyncInstanceClient
    from tests.e2e._async.conftest import AsyncPrograms
    from tests.hubs import Hub

COMPLETED = "Sequence completed. Waiting 10000ms with exit."
FAILED = "Error occurred during Sequence execution: "


async def send_two_records(instance: AsyncInstanceClient) -> list[Any]:
    """Send two records to a program, and return its answers."""
    async with instance.get_stream("stderr", idle_timeout=SECONDS) as stderr:
        assert await anext(stderr.iter_lines()) == "records: started"
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        await instance.send_input('{"a": 1}\n{"a": 2}\n', "application/x-ndjson")
        return [answer async for answer in output.iter_json()]


async def test_the_log_reports_a_completed_program(programs: AsyncPrograms) -> None:
    instance = await programs.start("records")
    assert len(await send_two_records(instance)) == 2
    # The log can be opened after the end of the output, also on hubs that delete ended instances.
    async with instance.get_log_stream(idle_timeout=SECONDS) as log:
        async for line in log.iter_json():
            if line["msg"] == COMPLETED:
                break
    assert (line["from"], line["level"]) == ("Runner", "TRACE")
    assert (await instance.get_info()).id == instance.id


async def test_the_log_does_not_report_a_failed_program_as_completed(
    programs: AsyncPrograms, hub: Hub
) -> None:
    instance = await programs.start("records", app_config={"failAfter": 1})
    messages: list[str] = []
    # A log of hub 0.18.7 does not always end with its instance.
    with suppress(RequestTimeoutError):
        async with instance.get_log_stream(idle_timeout=1) as log:
            lines = log.iter_lines()
            messages.append(json.loads(await anext(lines))["msg"])
            assert len(await send_two_records(instance)) == 1
            async for text in lines:
                line = json.loads(text)
                messages.append(line["msg"])
                if line["msg"] == FAILED:
                    assert (line["from"], line["level"]) == ("Runner", "ERROR")
                    assert "failed on purpose" in str(line["data"])
                    break
    assert (FAILED in messages) == (hub.version != OLD)
    assert COMPLETED not in messages
    if hub.version == OLD:
        await instance.wait_ended(SECONDS)
        with pytest.raises(NotFoundError):
            await instance.get_info()
