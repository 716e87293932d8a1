"""A server that refuses a token after a number of uses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.faults.faults import valid_response
from tests.scripted_server import answer

if TYPE_CHECKING:
    from tests.scripted_server import Request

MAX_USES = 2000  # far more than the number of concurrent requests
REFUSED = answer(b'{"error": "expired"}', 401, "Unauthorized")


class LimitedUseTokens:
    """Accepts each token ``MAX_USES`` times and then refuses it.

    It accepts a token at least once from each worker. So a request that is delayed on a busy
    machine and retried with a new token is always accepted.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._uses: Counter[str] = Counter()
        self._served: dict[str, set[str | None]] = {}

    def __call__(self, request: Request) -> bytes:
        token = str(request.header("authorization"))
        self._uses[token] += 1
        served = self._served.setdefault(token, set())
        if self._uses[token] > MAX_USES and len(served) == self._workers:
            return REFUSED
        served.add(request.header("x-worker"))
        return valid_response(request)
