"""Serves the backend: `python -m backend`."""

from __future__ import annotations

import logging
import signal
import sys
from types import FrameType

from backend import app, entries, json_log, settings, telemetry
from backend.database import Database
from backend.store import Store
from backend.trouble import Trouble
from flask import Flask
from opentelemetry import metrics, trace
from werkzeug.serving import make_server


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    """Runs until it is told to stop; what was measured until then is still sent."""
    told = settings.from_environment()
    handlers = telemetry.by_otlp(told)
    json_log.set_up(told.service, handlers, stdout=told.logs != "otlp")
    signal.signal(signal.SIGTERM, _stop)
    database, store = Database(told), Store(told)
    served = Flask("backend")
    telemetry.instrument(served)
    database.make_tables()
    app.add_to(served, database, store, entries.keeper(told, store), Trouble(told.trouble))
    server = make_server(told.host, told.port, served, threaded=True)
    logging.getLogger("backend").info("%s listens on port %d", told.service, told.port)
    try:
        server.serve_forever()
    finally:
        trace.get_tracer_provider().shutdown()
        metrics.get_meter_provider().shutdown()


if __name__ == "__main__":
    main()
