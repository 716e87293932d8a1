"""A typed Python client for the Scramjet platform.

Start with MiddlewareClient for the platform, or with HostClient for your own hub. A hub runs your
programs. In the API, a hub is called host. Each client has an asynchronous form, for example
AsyncHostClient.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from scramjet_bindings.types import UNSET, Unset

from .body.gap import Gap
from .body.ndjson import ndjson
from .client_utils import ClientUtils
from .concurrency.cancellation import Cancellation
from .errors import (
    BadParametersError,
    CannotConnectError,
    ClientError,
    ConflictError,
    GoneError,
    InstanceFailedError,
    InsufficientResourcesError,
    InvalidResponseError,
    NeedAuthenticationError,
    NotAuthorizedError,
    NotFoundError,
    RequestError,
    RequestTimeoutError,
    ServerError,
    StreamInterrupted,
    TooManyRequestsError,
    UnprocessableEntityError,
    UploadInterrupted,
)
from .options.attempt import Attempt
from .options.log import set_up as set_up_log
from .options.retries import Retries
from .version import __version__

if TYPE_CHECKING:
    from ._async.exchange import AsyncExchange
    from ._async.host_client import AsyncHostClient
    from ._async.instance_client import AsyncInstanceClient
    from ._async.manager_client import AsyncManagerClient
    from ._async.middleware_client import AsyncMiddlewareClient
    from ._async.multi_manager_client import AsyncMultiManagerClient
    from ._async.sequence_client import AsyncSequenceClient
    from ._async.stream import AsyncStream
    from ._sync.exchange import Exchange
    from ._sync.host_client import HostClient
    from ._sync.instance_client import InstanceClient
    from ._sync.manager_client import ManagerClient
    from ._sync.middleware_client import MiddlewareClient
    from ._sync.multi_manager_client import MultiManagerClient
    from ._sync.sequence_client import SequenceClient
    from ._sync.stream import Stream
    from .body.program_package import PythonProgram
    from .body.python_program import python_program
    from .body.source import AsyncData, AsyncPackage, Data, Package
    from .options.token import AsyncTokenFunction, TokenFunction

set_up_log()

# Each of these names is imported on first use, because few programs need all of them.
_HOMES = {
    "AsyncData": "body.source",
    "AsyncExchange": "_async.exchange",
    "AsyncHostClient": "_async.host_client",
    "AsyncInstanceClient": "_async.instance_client",
    "AsyncManagerClient": "_async.manager_client",
    "AsyncMiddlewareClient": "_async.middleware_client",
    "AsyncMultiManagerClient": "_async.multi_manager_client",
    "AsyncPackage": "body.source",
    "AsyncSequenceClient": "_async.sequence_client",
    "AsyncStream": "_async.stream",
    "AsyncTokenFunction": "options.token",
    "Data": "body.source",
    "Exchange": "_sync.exchange",
    "HostClient": "_sync.host_client",
    "InstanceClient": "_sync.instance_client",
    "ManagerClient": "_sync.manager_client",
    "MiddlewareClient": "_sync.middleware_client",
    "MultiManagerClient": "_sync.multi_manager_client",
    "Package": "body.source",
    "PythonProgram": "body.program_package",
    "SequenceClient": "_sync.sequence_client",
    "Stream": "_sync.stream",
    "TokenFunction": "options.token",
    "python_program": "body.python_program",
}


if not TYPE_CHECKING:  # with __getattr__, a type checker would accept any name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return list(__all__)


__all__ = [
    "UNSET",
    "AsyncData",
    "AsyncExchange",
    "AsyncHostClient",
    "AsyncInstanceClient",
    "AsyncManagerClient",
    "AsyncMiddlewareClient",
    "AsyncMultiManagerClient",
    "AsyncPackage",
    "AsyncSequenceClient",
    "AsyncStream",
    "AsyncTokenFunction",
    "Attempt",
    "BadParametersError",
    "Cancellation",
    "CannotConnectError",
    "ClientError",
    "ClientUtils",
    "ConflictError",
    "Data",
    "Exchange",
    "Gap",
    "GoneError",
    "HostClient",
    "InstanceClient",
    "InstanceFailedError",
    "InsufficientResourcesError",
    "InvalidResponseError",
    "ManagerClient",
    "MiddlewareClient",
    "MultiManagerClient",
    "NeedAuthenticationError",
    "NotAuthorizedError",
    "NotFoundError",
    "Package",
    "PythonProgram",
    "RequestError",
    "RequestTimeoutError",
    "Retries",
    "SequenceClient",
    "ServerError",
    "Stream",
    "StreamInterrupted",
    "TokenFunction",
    "TooManyRequestsError",
    "UnprocessableEntityError",
    "Unset",
    "UploadInterrupted",
    "__version__",
    "ndjson",
    "python_program",
]
