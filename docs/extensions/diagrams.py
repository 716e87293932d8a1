"""The diagrams of the guide."""

from __future__ import annotations

from drawing import LINE, WIDTH, Drawing


def diagram(name: str) -> str:
    """Return the diagram with this name."""
    return str(DIAGRAMS[name]())


def platform() -> Drawing:
    """Draw how a token leads to a hub, and what runs there."""
    drawing = Drawing(
        "platform",
        """From an access token to an instance. MiddlewareClient, with the token, lists the spaces
        of an account. Its method get_manager_client returns the ManagerClient of a space, which
        lists the hubs. Its method get_host_client returns the HostClient of a hub. The method
        send_sequence of HostClient stores a program and returns a SequenceClient. Its method start
        runs the program and returns an InstanceClient. With a self-hosted hub, begin at
        HostClient.""",
    )
    drawing.box("your access token", "SCRAMJET_API_URL, SCRAMJET_TOKEN", kind="yours")
    drawing.down("MiddlewareClient()")
    drawing.box("MiddlewareClient", "the platform's entry: your spaces")
    drawing.down("get_manager_client(space.id)")
    drawing.box("ManagerClient", "a space: its hubs, topics and packages")
    drawing.down("get_host_client(hub.id)", x=140)
    top, bottom = drawing.box("HostClient", "a hub: stores, runs programs", x=118, width=238)
    drawing.box("or your", "own hub", x=4, width=92, y=top, kind="yours")
    drawing.arrow(96, (top + bottom) // 2, 117, (top + bottom) // 2)
    drawing.down("send_sequence(package)", x=140)
    drawing.box("SequenceClient", "a stored program", x=118, width=238)
    drawing.down("start()", x=140)
    drawing.box("InstanceClient", "a running program", x=118, width=238)
    return drawing


def streams() -> Drawing:
    """Draw an instance's streams: who writes, who reads, and when each ends."""
    drawing = Drawing(
        "streams",
        """An instance and its streams. You write input, stdin and events. You read output, stdout,
        stderr, log and events. Input and stdin end with your data, or stay open with end=False.
        Output ends when the program has finished its output. stdout and stderr end with the
        instance. Log and events never end by themselves.""",
    )
    rows = [
        (True, "send_input(data)", "ends with your data (not with end=False)"),
        (True, "send_stdin(data)", "ends with your data (not with end=False)"),
        (True, 'send_event("name", value)', "one message"),
        (False, 'get_stream("output")', "ends when the program's output ends"),
        (False, 'get_stream("stdout"), "stderr"', "end with the instance"),
        (False, 'get_stream("log")', "never ends by itself"),
        (False, 'get_event_stream("name")', "never ends by itself"),
    ]
    height, left = 46, 284
    drawing.text("you write", 4, 18, kind="title")
    drawing.text("you read", 4, 186, kind="title")
    for number, (write, method, end) in enumerate(rows):
        y = 24 + number * height + (0 if write else 30)
        drawing.text(method, 4, y + 16, kind="code")
        drawing.text(end, 4, y + 16 + LINE)
        start, tip = (left - 44, left - 1) if write else (left, left - 44)
        drawing.arrow(start, y + 12, tip, y + 12)
    drawing.box(
        "instance", x=left, width=WIDTH - left - 4, y=4, height=drawing.bottom, kind="yours"
    )
    return drawing


def lifecycle() -> Drawing:
    """Draw the life of a sequence and of its instances."""
    drawing = Drawing(
        "lifecycle",
        """The life of a sequence and an instance. send_sequence stores a package as a sequence.
        start creates an instance, as often as you like. The instance is starting, then running. It
        ends as completed when the program returns, as errored when the program fails, and as
        completed when the instance is stopped or killed. Leaving the with block of an instance
        kills the instance. Leaving the with block of a sequence deletes the sequence and all its
        instances.""",
    )
    drawing.box("package", "a folder, an archive or python_program(…)", kind="yours")
    drawing.down("host.send_sequence(package)")
    drawing.box("sequence", "stored on the hub")
    drawing.down("sequence.start(), as often as you like")
    drawing.box("instance: starting")
    drawing.down('instance.wait("running")')
    _, bottom = drawing.box("instance: running")
    third = (WIDTH - 16) // 3
    y = bottom + 74
    ends = [
        ("the program", "returns", "completed"),
        ("the program", "fails", "errored"),
        ("stop(), kill()", "or end of with", "completed"),
    ]
    for number, (first, second, status) in enumerate(ends):
        x = 4 + number * (third + 4)
        middle = x + third // 2
        drawing.arrow(middle, bottom, middle, bottom + 20)
        drawing.text(first, middle, bottom + 36, anchor="middle")
        drawing.text(second, middle, bottom + 36 + LINE, anchor="middle")
        drawing.box(status, "ended", x=x, width=third, y=y - 10)
    drawing.down("end of the sequence's with, or delete()")
    drawing.box("deleted", "the sequence and its instances")
    return drawing


def run() -> Drawing:
    """Draw a record's path through `run`."""
    drawing = Drawing(
        "run",
        """A record's path through run. run starts an instance on the hub. run sends your records
        to the input, one by one, and at the same time reads the answers from the output. When the
        output ends, run learns from the hub whether the program completed or failed. Leaving the
        with block ends the instance.""",
    )
    left, right = 60, WIDTH - 60
    drawing.box("your program", x=4, width=128, kind="yours")
    _, bottom = drawing.box("hub", x=WIDTH - 132, width=128, y=4)
    steps = [
        (True, "1. start an instance"),
        (True, "2. records, one by one: input"),
        (False, "3. answers, one by one: output"),
        (False, "4. the output ends"),
        (False, "5. completed or failed"),
        (True, "6. end of with: end the instance"),
    ]
    y = bottom
    for forward, label in steps:
        y += 42
        drawing.text(label, WIDTH // 2, y - 7, anchor="middle")
        start, tip = (left, right) if forward else (right, left)
        drawing.arrow(start, y, tip, y)
    for x in (left, right):
        drawing.line(x, bottom, x, y + 12)
    drawing.bottom = y + 14
    return drawing


def retries() -> Drawing:
    """Draw when a request is sent again."""
    drawing = Drawing(
        "retries",
        """When a failed request is sent again. A request that certainly did not arrive is always
        sent again. After a 429 response, a request is sent again if its body can be sent twice.
        After a broken connection, or the status 419, 502, 503, 504 or 507, a GET or PUT is sent
        again if its body can be sent twice. After any other failure, such as a timeout, the client
        raises an error.""",
    )
    left, width = 4, 216
    answers = [
        ("The request did not arrive", ("no connection",), "any request"),
        ("Status 429", ("the server is too busy",), "a body that can", "be sent twice"),
        (
            "The connection broke, or",
            ("419, 502, 503, 504, 507",),
            "GET and PUT",
            "with such a body",
        ),
        ("Any other failure", ("for example, a timeout",), "never"),
    ]
    drawing.text("what happened", left + width // 2, 16, kind="title", anchor="middle")
    drawing.text("sent again", 302, 16, kind="title", anchor="middle")
    drawing.bottom = 26
    for title, lines, *again in answers:
        top, bottom = drawing.box(title, *lines, x=left, width=width)
        middle = (top + bottom) // 2
        drawing.arrow(left + width, middle, 249, middle)
        for number, line in enumerate(again):
            y = middle + 5 + LINE * number - (LINE // 2 if len(again) > 1 else 0)
            drawing.text(line, 304, y, anchor="middle")
        drawing.bottom = bottom + 10
    return drawing


DIAGRAMS = {
    "lifecycle": lifecycle,
    "platform": platform,
    "retries": retries,
    "run": run,
    "streams": streams,
}
