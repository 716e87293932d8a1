"""The differences between fakes and hubs, each with the row of the guide that describes it."""

from __future__ import annotations

DIFFERENCES = {
    "An instance runs as soon as it is started": "start",
    "An instance ends with its output": "end",
    "The response to a stop is sent when the program has stopped": "`stop`",
    "A sequence may be deleted as soon as its instances have ended": "delete",
    "Ended instances stay until the fake hub ends": "ended instances",
    "Functions run like JavaScript programs": "functions",
    "A str is sent unchanged": "`str` from a function",
    "Data is never damaged": "data",
    "Events wait for the program": "events",
    "A crash leaves its traceback on stderr": "a crash",
    "A generator that raises fails": "a generator that raises",
    "An output is not lost after an inout": "`inout`",
    "A package without a program is an error": "a package without a program",
    "The audit log has no record for each request": "audit",
    "Logs hold fewer lines": "log",
    "A fake hub has no platform above it": "`POST /platform`, `/cpm/…` through a `FakePlatform`",
    "The platform is based on its specification": "the platform",
}
