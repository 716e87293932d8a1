"""The differences between fakes and hubs, each with the row of the guide that describes it."""

from __future__ import annotations

DIFFERENCES = {
    "An instance runs as soon as it is started": "start of an instance",
    "An instance ends with its output": "end of an instance",
    "The response to a stop is sent when the program has stopped": "response to `stop`",
    "A sequence may be deleted as soon as its instances have ended": "deleting a sequence",
    "Ended instances stay until the fake hub ends": "ended instances",
    "Functions run like JavaScript programs": "exit codes",
    "A str is sent unchanged": "a `str` that a function yields",
    "Data is never damaged": "damage to data",
    "Events wait for the program": "events without a listener",
    "A crash leaves its traceback on stderr": "the traceback of a crash",
    "A generator that raises fails": "a generator that raises an exception",
    "An output is not lost after an inout": "output after the end of `inout`",
    "A package without a program is an error": "a package without a program",
    "The audit log has no record for each request": "the audit log",
    "Logs hold fewer lines": "an instance's log",
    "A fake hub has no platform above it": (
        "`POST /platform`, and `/cpm/…` through a `FakePlatform`"
    ),
    "The platform is based on its specification": "the platform",
}
