// OpenTelemetry for the web as the plan's versions have it: old names.
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { DocumentLoadInstrumentation } from '@opentelemetry/instrumentation-document-load';
import { FetchInstrumentation } from '@opentelemetry/instrumentation-fetch';
import { UserInteractionInstrumentation } from '@opentelemetry/instrumentation-user-interaction';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { WebTracerProvider } from '@opentelemetry/sdk-trace-web';
import { start } from '../src/app.js';
import { startLogs } from '../src/logs.js';

const provider = new WebTracerProvider({ resource: new Resource(settings.resource) });
const exporter = new OTLPTraceExporter({ url: '/v1/traces' });
provider.addSpanProcessor(new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000 }));
provider.register();
registerInstrumentations({
  instrumentations: [
    new DocumentLoadInstrumentation(),
    new UserInteractionInstrumentation({ eventNames: ['click', 'submit'] }),
    new FetchInstrumentation({ ignoreUrls: [/\/v1\//] }),
  ],
});
startLogs(settings.resource);
start();
