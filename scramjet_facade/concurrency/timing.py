"""All time constants, in seconds, each with its reason; tests set them instead of waiting."""

# Connections
CONNECT_TIMEOUT = 10.0
"""Longest wait for a connection: name lookup, TCP, proxy and TLS together."""
DEFAULT_TIMEOUT = 30.0
"""Longest wait for a response unless the user sets ``timeout=``."""
KEEPALIVE = 4.0
"""Longest idle time at the server before reuse: hubs close idle connections after 5 s."""
KEEPALIVE_CHECK = 5.0
"""Interval of checks whether a peer that has not acknowledged all data is alive."""
INTERRUPT_CHECK = 0.1
"""Longest wait on systems where Ctrl-C or another thread cannot end a wait."""
SIGNAL_CHECK = 1.0
"""Longest wait of the main thread: a signal that arrives just before a wait does not end it."""
HAPPY_EYEBALLS_DELAY = 0.25
"""Head start of one address before the next one is tried, as RFC 8305 recommends."""
DNS_SHARED = 1.0
"""Concurrent lookups of one name that start within this time share one answer."""
SOURCE_CLOSE_TIMEOUT = 1.0
"""Longest wait for the end of a data source after its stream was closed."""
SOURCE_GRACE = 0.1
"""Longest wait for the end of a blocking source: it ends sooner unless it waits for data."""
REQUEST_CLOSE_TIMEOUT = 1.0
"""Longest wait for the end of a cancelled request."""
UNDO_TIMEOUT = 5.0
"""An interrupted start, or ``close``, waits this long for a late response, to undo its effect."""
LATE_RESPONSE_TIMEOUT = 120.0
"""If a start or the upload of a package times out, a response within this time undoes it."""
THREAD_JOIN_TIMEOUT = 1.0
"""Longest wait for a background thread: one that waits for user code cannot be woken."""

# Uploads
REQUEST_LIMIT = 300.0
"""Hubs before version 1.0 end a request after this time, Node's default ``requestTimeout``."""
REQUEST_RENEWAL = 150.0
"""An upload continues in a new request after this time, so that slow programs can read the rest."""
READY_WAIT = 0.005
"""Data whose source ends within this time is sent in one request, even if sending takes long."""
VERSION_TIMEOUT = 5.0
"""A hub that does not report its version within this time counts as a hub with a limit."""

# Retries and tokens
FIRST_RETRY_PAUSE = 0.1
"""Pause before the first retry; it doubles with each further one."""
LONGEST_RETRY_PAUSE = 30.0
"""Longest pause between retries, even if ``Retry-After`` asks for a longer one."""
TOKEN_RENEWAL_MARGIN = 60.0
"""A token is renewed at most this long before it expires."""
TOKEN_DOUBTED = 60.0
"""After a server has refused a token with 403, the token is used for at most this long."""
TOKEN_FUNCTION_TIMEOUT = 60.0
"""A token function that has not returned after this time is called again for new requests."""

# Streams
FIRST_RECONNECT_PAUSE = 0.1
"""Pause before a followed stream reconnects; it doubles with each failed attempt."""
LONGEST_RECONNECT_PAUSE = 10.0
"""Longest pause between attempts to reconnect."""
COALESCE_PAUSE = 0.005
"""Small chunks are collected for this long: waking up for a chunk costs more than reading it."""
END_POLL = 1.0
"""Interval of checks whether the writer of a stream or the reader of an upload has ended."""
END_SILENCE = 0.5
"""After its writer has ended, a stream ends when nothing has arrived for this long."""
OPEN_AFTER_END = 10.0
"""A stream may take this long to open after its writer has ended: the hub may be busy."""
UPLOAD_AFTER_END = 1.0
"""An upload may continue this long after its reader has ended."""
PROXY_SILENCE = 50.0
"""If a stream breaks after this much silence, the 60 s limit of a proxy may be the reason."""

# Instances and sequences
KILL_POLL = 0.01
"""First interval between status polls after a kill: hubs 0.18.7 notice the end immediately."""
POLL = 0.05
"""First interval between other status polls."""
SLOW_POLL = 1.0
"""Longest interval between status polls."""
LONGEST_HEALTH_WAIT = 10.0
"""Longest wait for a health report between checks of the status: the first is ``SLOW_POLL``."""
CLEANUP_TIMEOUT = 10.0
"""A clean-up gives up after this time if the hub does not respond or an instance is starting."""
NEXT_CLEANUP_TIMEOUT = 1.0
"""Used in place of ``CLEANUP_TIMEOUT`` if another clean-up gave up less than 1 s ago.

An attempt to clean up also waits at least this long for its response."""
KILL_TIMEOUT = 30.0
"""Longest wait for the end of a killed instance: hubs remove its process after 15 s."""
KILL_NOTICED = 3.0
"""Polls stay frequent for this long after a kill: hubs usually notice the end within 1.5 s."""
FORCED_DELETE = 16.0
"""Hubs of version 1.0.1 answer a forced delete after about 15.5 s."""
DELETE_POLL = 0.25
"""Interval between attempts to delete a sequence that is still in use."""
DELETE_TIMEOUT = 60.0
"""Longest wait to delete a sequence: hubs refuse for about 15 s after its last use."""

# Programs
FIRST_END_CHECK = 2.0
"""Silence of an output before the program's status is checked; each check quadruples it."""
LONGEST_END_CHECK = 60.0
"""Longest silence of an output before the program's status is checked."""
HEAD_TIMEOUT = 0.25
"""Longest wait for the head of an output: hubs send it immediately, but proxies may hold it."""
INPUT_GRACE = 1.0
"""If a program ends within this time after its input broke, the broken input is not an error."""
RESULT_TIMEOUT = 1.0
"""Hubs notice a failed program up to this long after the end of its output."""
INPUT_READY = 0.5
"""A JavaScript program counts as ready after this, even if nothing shows that it reads."""
HEALTH_TIMEOUT = 120.0
"""A program must report its health within this time."""
CONTENT_TYPE_READ = 0.1
"""A program reads the content type of its input within this time."""
LOG_TIMEOUT = 10.0
"""Longest wait for a hub to open the log of an ended program, and longest time to read it."""
LAST_HEAD_TIMEOUT = 2.0
"""Longest wait until stdout, stderr or a log opens: a proxy may hold it back until data arrives."""
LAST_LINE_SILENCE = 0.3
"""The last lines of stderr and log count as complete after this silence."""
STDERR_SILENCE = 0.07
"""``LAST_LINE_SILENCE`` for stderr if the log has already reported the failure."""
