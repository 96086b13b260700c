// The plan's own tracing: what users do, what the backend is asked, which page is shown, what breaks.
import { SpanStatusCode, context, trace } from '@opentelemetry/api';
import { log } from './logs.js';

const tracer = trace.getTracer('frontend');

/** Runs `work` inside a span of that name; a failure is the span's error. The span ends when the work does. */
async function within(name, attributes, work) {
  const span = tracer.startSpan(name, { attributes });
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } catch (error) {
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    throw error;
  } finally {
    span.end();
  }
}

/** A click or a form that was sent, and the work that it starts. */
export function trackUserAction(action, event, work) {
  return within('user_action', { action }, () => {
    log('INFO', event, `${event} ${action}`, { action });
    return work();
  });
}

/** One call of the backend, with the time it took. Answers with the response, also where it says no. */
export function trackApiCall(method, url, options = {}) {
  return within('api_call', { 'api.method': method, 'api.url': url.split('?')[0] }, async () => {
    const span = trace.getActiveSpan();
    const began = performance.now();
    const response = await fetch(url, { method, ...options });
    const duration = Math.round(performance.now() - began);
    context.with(trace.setSpan(context.active(), span), () =>
      log(response.status >= 500 ? 'ERROR' : 'INFO', 'api_call', `${method} ${url.split('?')[0]} ${response.status}`, {
        duration_ms: duration,
        status: response.status,
      }),
    );
    return response;
  });
}

/** A page that is shown. */
export function trackPageView(page) {
  within('page_view', { page }, () => log('INFO', 'page_view', `page ${page}`, { page }));
}

/** A step in a component's life, as Vue's hooks tell it. */
export function trackComponent(component, step) {
  within(`component ${step}`, { component }, () => {});
}

/** An exception that nobody caught. */
export function trackError(error) {
  within('js_error', {}, () => {
    log('ERROR', 'js_error', error.message, { exception_type: error.name });
    throw error;
  }).catch(() => {});
}

/** How long the page took to load, once that is known. */
export function trackLoad() {
  const [load] = performance.getEntriesByType('navigation');
  log('INFO', 'page_load', `page loaded in ${Math.round(load.duration)} ms`, { duration_ms: Math.round(load.duration) });
}
