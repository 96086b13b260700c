// The page: an account, messages, and the log entries of the backend.
import { about } from './logs.js';
import { trackApiCall, trackComponent, trackError, trackLoad, trackPageView, trackUserAction } from './track.js';

const element = (id) => document.getElementById(id);
const json = (body) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const credentials = () => json({ user: element('user').value, password: element('password').value });

async function show(response) {
  element('answer').textContent = `${response.status} ${await response.text()}`;
}

function go(page) {
  history.pushState({}, '', page);
  trackPageView(page);
}

const actions = {
  register: () => trackApiCall('POST', '/api/register', credentials()),
  login: async () => {
    const response = await trackApiCall('POST', '/api/login', credentials());
    if (response.ok) about.user = element('user').value;
    return response;
  },
  logout: async () => {
    const response = await trackApiCall('POST', '/api/logout');
    about.user = '';
    return response;
  },
  list: () => trackApiCall('GET', '/api/db/messages'),
  search: () => trackApiCall('GET', `/api/db/messages/search?q=${encodeURIComponent(element('text').value)}`),
  logs: () => trackApiCall('GET', '/api/logs/kafka'),
};
/** Actions that lead to another page of the application. */
const pages = { list: '/messages', search: '/search', logs: '/logs' };

export function start() {
  addEventListener('error', (event) => trackError(event.error));
  addEventListener('unhandledrejection', (event) => trackError(event.reason));
  addEventListener('load', () => setTimeout(trackLoad));
  for (const [name, call] of Object.entries(actions)) {
    element(name).addEventListener('click', () => {
      if (pages[name]) go(pages[name]);
      trackUserAction(name, 'click', call).then(show);
    });
  }
  element('message').addEventListener('submit', (event) => {
    event.preventDefault();
    const saved = json({ text: element('text').value });
    trackUserAction('save', 'form_submit', () => trackApiCall('POST', '/api/db/message', saved)).then(show);
  });
  element('break').addEventListener('click', () => {
    throw new TypeError('messages is undefined');
  });
  trackComponent('App', 'created');
  trackPageView(location.pathname);
  trackComponent('App', 'mounted');
}
