// Browser logs by OTLP over HTTP, in batches: who did what on which page, in which session and trace.
import { trace } from '@opentelemetry/api';

const SEVERITY = { INFO: 9, WARN: 13, ERROR: 17 };
const waiting = [];

const text = (key, value) => ({ key, value: { stringValue: String(value) } });

// Not `randomUUID`: that one is for pages by https alone.
const session = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Everything a line says about its sender; `user` changes when somebody logs in. */
export const about = { user: '', session };

/** Notes one line. `fields` are its own, beside user, session and page. */
export function log(severity, event, message, fields = {}) {
  const span = trace.getActiveSpan();
  const line = { event, session_id: about.session, page: location.pathname, ...fields };
  if (about.user) line.user_id = about.user;
  waiting.push({
    timeUnixNano: `${Date.now()}000000`,
    severityNumber: SEVERITY[severity],
    severityText: severity,
    body: { stringValue: message },
    attributes: Object.entries(line).map(([key, value]) => text(key, value)),
    ...(span && { traceId: span.spanContext().traceId, spanId: span.spanContext().spanId }),
  });
}

function send(resource) {
  if (!waiting.length) return;
  const logRecords = waiting.splice(0);
  const attributes = Object.entries(resource).map(([key, value]) => text(key, value));
  const body = { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ scope: { name: 'frontend' }, logRecords }] }] };
  // Not `fetch`: that one is traced, and a log line about sending log lines would never end.
  navigator.sendBeacon('/v1/logs', new Blob([JSON.stringify(body)], { type: 'application/json' }));
}

/** Sends what was noted every second, and the rest when the page goes away. */
export function startLogs(resource) {
  setInterval(() => send(resource), 1000);
  addEventListener('pagehide', () => send(resource));
}
