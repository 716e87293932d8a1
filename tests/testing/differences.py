"""Where the fakes are not as the real thing, each by a name, with the reason.

The guide's page on testing tells of each; nothing else may differ.
"""

from __future__ import annotations

DIFFERENCES = {
    "An instance runs as soon as it is started": (
        "a real one is `starting` for some ms, in which a kill is refused: a test would fail by "
        "chance"
    ),
    "An instance ends with its output": (
        "a real one runs on for 10 s, and so does a fake of hub 0.18.7, which forgets it then; "
        "`exit_delay=` sets the time"
    ),
    "A stop is answered when the program has stopped": (
        "a real hub always lets the whole timeout pass, 7 s by default"
    ),
    "A sequence may be deleted as soon as its instances have ended": (
        "a real hub refuses it for 15 s, or lets a forced delete wait as long"
    ),
    "Ended instances stay until the fake hub ends": (
        "a real hub 1.0.1 forgets them after 195 s, or 15 s with removeImmediately, which here is "
        "at once"
    ),
    "Functions run like JavaScript programs": (
        "a real hub reports 213 for every end of a Python program; here, so do packages"
    ),
    "A str goes out as it is": (
        "the JavaScript runner writes what a generator yields as JSON; Python's users expect text"
    ),
    "Data is never damaged": (
        "real runners damage, by chance, binary data that comes first, and text at borders of "
        "64 KiB; hub 0.18.7 repeats early input"
    ),
    "Events wait for the program": (
        "a real program doesn't get those that come before it listens: a test would fail by chance"
    ),
    "A crash leaves its traceback on stderr": (
        "a JavaScript runner has it in the log alone; in a test one wants to see it at once"
    ),
    "A generator that raises fails": (
        "one that a JavaScript program exports itself counts as completed, and the log has the "
        "error; here, this is so for asynchronous generators only"
    ),
    "An output is not lost after an inout": (
        "a real hub goes on to give it to the connection that has left"
    ),
    "A package without a program says so": (
        "its error names the missing program; hub 0.18.7 would never answer, the fake says 501"
    ),
    "The audit log has no record for each request": (
        "there are the states of instances and sequences, and the heartbeats"
    ),
    "Logs hold fewer lines": "of a runner's, there are those that show how a program has ended",
    "A fake hub has no platform above it": (
        "`POST /platform`, which a lonely real hub never answers, and `/cpm/…` through a "
        "FakePlatform are answered with 501"
    ),
    "The platform is made from its specification": (
        "nobody outside has one to hold it against; what is behind it is a hub as above"
    ),
}
