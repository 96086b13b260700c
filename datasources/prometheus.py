"""Prometheus: metrics, and from an exemplar to its trace."""

from generator.datasource import DataSource, uid

datasource = DataSource(
    kind="prometheus",
    settings=lambda context: {
        "httpMethod": "POST",
        "prometheusType": "Mimir" if context.profile.name == "mimir" else "Prometheus",
        # What `$__rate_interval` is made of, for boards that do not say it themselves as ours do.
        "timeInterval": context.interval,
    },
    wiring=lambda context: {
        # SDKs and collectors call an exemplar's label trace_id, Tempo's metrics generator calls it traceID.
        "exemplarTraceIdDestinations": [
            {
                "name": name,
                "datasourceUid": uid(context, "tempo"),
                "urlDisplayLabel": context.say("datasource.prometheus.trace", "Open trace"),
            }
            for name in ("trace_id", "traceID")
        ],
    },
)
