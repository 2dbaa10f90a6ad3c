import { cellText } from './cell-text.ts';

/** How often the page asks for the status. */
const refreshEveryMs = 1000;

/** What `GET /-/page.js` answers: it puts each second's status into the elements of the page. */
export const pageScript = `'use strict';
${cellText}
const freshness = document.getElementById('freshness');
const rate = document.getElementById('rate');
let last;

function valueAt(status, path) {
  let value = status;
  for (const member of path.split('.')) value = value?.[member];
  return value;
}

function show(status) {
  const most = Math.max(1, ...status.totals.latencies.map(({ count }) => count));
  for (const element of document.querySelectorAll('[data-field]')) {
    const value = valueAt(status, element.dataset.field);
    if (element.localName === 'meter') {
      element.max = most;
      element.value = value;
      continue;
    }
    const text = cellText(value);
    if (element.dataset.text === text) continue;
    element.dataset.text = text;
    element.textContent = text;
  }
}

function showRate(status) {
  const requests = status.totals.requests;
  if (last !== undefined && status.uptimeMs > last.uptimeMs) {
    const seconds = (status.uptimeMs - last.uptimeMs) / 1000;
    rate.textContent = cellText(Math.round((requests - last.requests) / seconds));
  }
  last = { uptimeMs: status.uptimeMs, requests };
}

async function refresh() {
  try {
    const response = await fetch('/-/status', { cache: 'no-store' });
    if (!response.ok) throw new Error(response.statusText);
    const status = await response.json();
    const rows = document.querySelectorAll('#peers tbody tr').length;
    if (status.peers.length !== rows) location.reload();
    show(status);
    showRate(status);
    freshness.textContent = 'live';
  } catch {
    last = undefined;
    if (!freshness.textContent.startsWith('no')) {
      freshness.textContent = 'no answer since ' + new Date().toLocaleTimeString();
    }
  }
  freshness.dataset.text = freshness.textContent;
  setTimeout(refresh, ${refreshEveryMs});
}

refresh();
`;
