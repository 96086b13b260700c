"""OpenTelemetry for the backend, in whichever generation of the SDK is installed.

The two generations differ in their packages, not in this code: SDK 1.21.0 with instrumentation 0.42b0 speaks the
old names, the newest ones speak the stable names when OTEL_SEMCONV_STABILITY_OPT_IN says so. Where the data goes
is said by the SDK's own OTEL_EXPORTER_OTLP_* variables, how often by OTEL_METRIC_EXPORT_INTERVAL.
"""

from __future__ import annotations

import logging
import platform
import uuid

from backend.settings import Settings
from flask import Flask
from opentelemetry import metrics, trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.instrumentation.pymysql import PyMySQLInstrumentor
from opentelemetry.instrumentation.redis import RedisInstrumentor
from opentelemetry.instrumentation.system_metrics import SystemMetricsInstrumentor
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.version import __version__ as sdk_version

VERSION = "1.0.2"
#: Of the process, not of the machine it shares with others.
_PROCESS = {
    "process.runtime.memory": ["rss", "vms"],
    "process.runtime.cpu.time": ["user", "system"],
    "process.runtime.thread_count": None,
}


def is_legacy() -> bool:
    """Whether the installed SDK is of the generation that knows the old names only (1.20, 1.21)."""
    return sdk_version.startswith("1.2")


def resource(settings: Settings) -> Resource:
    """Who sends. The old SDK gives an instance no id of its own, and neither does the plan: so it stays here."""
    of_instance = {} if is_legacy() else {"service.instance.id": str(uuid.uuid4())}
    return Resource.create(
        {
            "service.name": settings.service,
            "service.namespace": settings.namespace,
            "service.version": VERSION,
            "k8s.namespace.name": settings.namespace,
            "k8s.pod.name": f"{settings.service}-0",
            "k8s.container.name": "backend",
            "host.name": platform.node(),
            **of_instance,
        }
    )


def instrument(app: Flask) -> None:
    """Spans and metrics of Flask, PyMySQL, Redis and the process, from the global providers."""
    FlaskInstrumentor().instrument_app(app, excluded_urls="api/health")
    PyMySQLInstrumentor().instrument()
    RedisInstrumentor().instrument()
    SystemMetricsInstrumentor(config=_PROCESS).instrument()


def provide(about: Resource, spans: SpanExporter, reader: MetricReader) -> None:
    """Makes these the process's own providers of traces and metrics."""
    tracing = TracerProvider(resource=about)
    tracing.add_span_processor(BatchSpanProcessor(spans, schedule_delay_millis=1000))
    trace.set_tracer_provider(tracing)
    metrics.set_meter_provider(MeterProvider(resource=about, metric_readers=[reader]))


def by_otlp(settings: Settings) -> list[logging.Handler]:
    """Sends traces and metrics by OTLP over HTTP; gives the handler that sends logs, if logs go that way."""
    about = resource(settings)
    provide(about, OTLPSpanExporter(), PeriodicExportingMetricReader(OTLPMetricExporter()))
    if settings.logs == "stdout":
        return []
    lines = LoggerProvider(resource=about)
    lines.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(), schedule_delay_millis=1000))
    set_logger_provider(lines)
    return [LoggingHandler(level=logging.NOTSET, logger_provider=lines)]
