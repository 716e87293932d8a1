"""A peer that vanishes is noticed, one that is only silent is not taken for dead.

Two network namespaces stand for two machines. All cases run at once, over two links: one is taken
down, and nothing tells either end; over the other nothing is said for longer than it may take to
notice that. It needs root and Linux, so `make test` doesn't take it: `make check-network` does.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from tests.namespaces.kinds import CASES, SILENCE, Case
from tests.namespaces.links import Machines, on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GONE, SILENT = range(2)
NOTICED_WITHIN = 60.0
SOME_MORE = 25.0  # for what the machine is slow with, and for going on when the link is there again

Outcomes = dict[str, tuple[str, str, float]]


class Program:
    """A program of this folder on one of the machines, and the lines that it prints."""

    def __init__(self, stack: ExitStack, machine: str, name: str, *arguments: str) -> None:
        command = [sys.executable, "-m", f"tests.namespaces.{name}", *arguments]
        self.process = stack.enter_context(
            subprocess.Popen(
                on(machine, *command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        )
        stack.callback(self.process.kill)

    def line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"{self.process.args} has ended"
        return line


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """Run all cases; give what came of each, and when, in seconds after the link went down."""
    with ExitStack() as stack:
        machines = stack.enter_context(Machines(links=2))
        trust, certificate = certificates(tmp_path_factory.mktemp("certificates"))
        peers = {
            name: Program(
                stack, machines.far, "peer", machines.far_address(link), name, certificate
            )
            for name, link in (("gone", GONE), ("silent", SILENT))
        }
        ways = {name: json.loads(peer.line()) for name, peer in peers.items()}
        for way in (*ways["gone"].values(), *ways["silent"].values()):
            way["verify"] = trust
        client = Program(stack, machines.near, "client", json.dumps(ways))
        began = monotonic()
        for name, peer in peers.items():
            for _ in [case for case in CASES if case.peer == name]:
                peer.line()  # its call has come to the silence
        machines.take_down(GONE)
        down = monotonic()
        found: Outcomes = {}
        waiting_for = {str(case) for case in CASES if case.peer == "gone"}
        waiting_for -= {str(case) for case in CASES if case.kind == "followed"}
        gone_noticed = threading.Event()

        def collect() -> None:
            assert client.process.stdout is not None
            for line in client.process.stdout:
                case, kind, text, when = json.loads(line)
                found[case] = (kind, text, when - down)
                if waiting_for <= found.keys():
                    gone_noticed.set()

        collector = threading.Thread(target=collect, name="collector")
        collector.start()
        gone_noticed.wait(NOTICED_WITHIN + 5)
        machines.bring_up(GONE)
        collector.join(max(began + SILENCE, monotonic()) + SOME_MORE - monotonic())
        client.process.kill()
        collector.join()
        yield found


def certificates(folder: Path) -> tuple[str, str]:
    """Make a certificate for the peers; return the paths of what to trust, and of it."""
    authority = trustme.CA()
    trust, own = folder / "trust.pem", folder / "own.pem"
    authority.cert_pem.write_to_path(str(trust))
    addresses = [Machines.far_address(link) for link in (GONE, SILENT)]
    authority.issue_cert(*addresses).private_key_and_cert_chain_pem.write_to_path(str(own))
    return str(trust), str(own)


def of(peer: str) -> Any:
    return pytest.mark.parametrize("case", [c for c in CASES if c.peer == peer], ids=str)


@of("gone")
def test_a_peer_that_vanished_is_noticed(case: Case, outcomes: Outcomes) -> None:
    assert str(case) in outcomes, "it was not noticed"
    kind, text, when = outcomes[str(case)]
    if case.kind == "followed":
        assert (kind, text) == ("ended", "StreamInterrupted")
    elif case.kind in {"stream", "inout"}:
        assert kind == "StreamInterrupted", text
    else:
        assert kind == "CannotConnectError", text
    assert when <= NOTICED_WITHIN


@of("silent")
def test_a_silent_peer_is_not_taken_for_dead(case: Case, outcomes: Outcomes) -> None:
    assert str(case) in outcomes, "it did not end"
    kind, text, _ = outcomes[str(case)]
    assert kind == "ended", text
    if case.kind in {"stream", "inout"}:
        assert text == "['first', 'last']"
