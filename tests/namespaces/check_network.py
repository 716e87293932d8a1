"""A vanished peer is noticed, and a silent peer is not mistaken for a vanished one.

Two network namespaces simulate two machines. All cases run concurrently over two links. One link
is taken down, and neither end is notified. The other link stays silent for longer than the time in
which a vanished peer must be noticed. `make check-network` runs this check on Linux as root.
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

VANISHED, SILENT = range(2)
NOTICED_WITHIN = 60.0
EXTRA_TIME = 25.0  # for a slow machine, and to continue when the link is up again

Outcomes = dict[str, tuple[str, str, float]]


class Program:
    """A program of this folder on one of the machines, and its output."""

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
    """Run all cases; yield the outcome of each, and its time in seconds after the link is down."""
    with ExitStack() as stack:
        machines = stack.enter_context(Machines(links=2))
        trust, certificate = certificates(tmp_path_factory.mktemp("certificates"))
        peers = {
            name: Program(
                stack, machines.far, "peer", machines.far_address(link), name, certificate
            )
            for name, link in (("vanished", VANISHED), ("silent", SILENT))
        }
        routes = {name: json.loads(peer.line()) for name, peer in peers.items()}
        for route in (*routes["vanished"].values(), *routes["silent"].values()):
            route["verify"] = trust
        client = Program(stack, machines.near, "client", json.dumps(routes))
        start = monotonic()
        for name, peer in peers.items():
            for _ in [case for case in CASES if case.peer == name]:
                peer.line()  # the silence of its call has started
        machines.take_down(VANISHED)
        down = monotonic()
        found: Outcomes = {}
        waiting_for = {str(case) for case in CASES if case.peer == "vanished"}
        waiting_for -= {str(case) for case in CASES if case.kind == "reconnecting"}
        vanished_noticed = threading.Event()

        def collect() -> None:
            assert client.process.stdout is not None
            for line in client.process.stdout:
                case, kind, text, when = json.loads(line)
                found[case] = (kind, text, when - down)
                if waiting_for <= found.keys():
                    vanished_noticed.set()

        collector = threading.Thread(target=collect, name="collector")
        collector.start()
        vanished_noticed.wait(NOTICED_WITHIN + 5)
        machines.bring_up(VANISHED)
        collector.join(max(start + SILENCE, monotonic()) + EXTRA_TIME - monotonic())
        client.process.kill()
        collector.join()
        yield found


def certificates(folder: Path) -> tuple[str, str]:
    """Create a certificate for the peers; return the paths of its authority and of it."""
    authority = trustme.CA()
    trust, own = folder / "trust.pem", folder / "own.pem"
    authority.cert_pem.write_to_path(str(trust))
    addresses = [Machines.far_address(link) for link in (VANISHED, SILENT)]
    authority.issue_cert(*addresses).private_key_and_cert_chain_pem.write_to_path(str(own))
    return str(trust), str(own)


def cases_of(peer: str) -> Any:
    return pytest.mark.parametrize("case", [c for c in CASES if c.peer == peer], ids=str)


@cases_of("vanished")
def test_a_vanished_peer_is_noticed(case: Case, outcomes: Outcomes) -> None:
    assert str(case) in outcomes, "the vanished peer was not noticed"
    kind, text, when = outcomes[str(case)]
    if case.kind == "reconnecting":
        assert (kind, text) == ("ended", "StreamInterrupted")
    elif case.kind in {"stream", "inout"}:
        assert kind == "StreamInterrupted", text
    else:
        assert kind == "CannotConnectError", text
    assert when <= NOTICED_WITHIN


@cases_of("silent")
def test_a_silent_peer_is_not_mistaken_for_a_vanished_one(case: Case, outcomes: Outcomes) -> None:
    assert str(case) in outcomes, "the call did not end"
    kind, text, _ = outcomes[str(case)]
    assert kind == "ended", text
    if case.kind in {"stream", "inout"}:
        assert text == "['first', 'last']"
