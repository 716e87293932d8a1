"""Agents that instrument a process, each started as its documentation recommends."""

# ruff: noqa: PLC0415 (the order of imports matters here)
from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def none() -> None:
    """Start no agent, for comparison."""


def opentelemetry() -> None:
    from opentelemetry import trace
    from opentelemetry.instrumentation.asyncio import AsyncioInstrumentor
    from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
    from opentelemetry.instrumentation.threading import ThreadingInstrumentor
    from opentelemetry.instrumentation.urllib3 import URLLib3Instrumentor
    from opentelemetry.sdk.trace import TracerProvider

    trace.set_tracer_provider(TracerProvider())
    for instrumentor in (
        AsyncioInstrumentor,
        HTTPXClientInstrumentor,
        ThreadingInstrumentor,
        URLLib3Instrumentor,
    ):
        instrumentor().instrument()


def sentry() -> None:
    import sentry_sdk
    from sentry_sdk.integrations.asyncio import AsyncioIntegration
    from sentry_sdk.integrations.httpx import HttpxIntegration

    sentry_sdk.init(
        dsn="http://key@127.0.0.1:1/1",
        integrations=[AsyncioIntegration(), HttpxIntegration()],
        traces_sample_rate=1.0,
        transport=lambda _: None,  # sends nothing
    )


def ddtrace() -> None:
    os.environ.update(
        DD_TRACE_ENABLED="true",
        DD_TRACE_AGENT_URL="http://127.0.0.1:1",
        DD_INSTRUMENTATION_TELEMETRY_ENABLED="false",
        DD_REMOTE_CONFIGURATION_ENABLED="false",
    )
    import ddtrace.auto  # noqa: F401


def newrelic() -> None:
    os.environ["NEW_RELIC_DEVELOPER_MODE"] = "true"  # sends nothing
    import newrelic.agent

    newrelic.agent.initialize()
    newrelic.agent.register_application(name="test", timeout=0)


def elastic_apm() -> None:
    import elasticapm

    elasticapm.Client(service_name="test", server_url="http://127.0.0.1:1", disable_send=True)
    elasticapm.instrument()


AGENTS: dict[str, Callable[[], None]] = {
    start.__name__: start for start in (none, opentelemetry, sentry, ddtrace, newrelic, elastic_apm)
}
