"""A server that refuses a token when it was used for long."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.faults.faults import good
from tests.scripted_server import answer

if TYPE_CHECKING:
    from tests.scripted_server import Request

USES = 2000  # of a token, far more than requests are on their way at once
REFUSED = answer(b'{"error": "expired"}', 401, "Unauthorized")


class WornTokens:
    """Takes each token so many times, and then no more.

    It takes each from each worker once at least: a request that a busy machine lets lie around,
    and that is sent again with a new token, finds that one good.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._uses: Counter[str] = Counter()
        self._served: dict[str, set[str | None]] = {}

    def __call__(self, request: Request) -> bytes:
        token = str(request.header("authorization"))
        self._uses[token] += 1
        served = self._served.setdefault(token, set())
        if self._uses[token] > USES and len(served) == self._workers:
            return REFUSED
        served.add(request.header("x-worker"))
        return good(request)
