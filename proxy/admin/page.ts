import type { CacheCounts } from '../cache/cache-tally.ts';
import { cellText } from './cell-text.ts';
import type { PeerStatus, Status } from './status.ts';

/** Columns of the peers: what stands above, and the member of {@link PeerStatus} below. */
const peerColumns: readonly (readonly [heading: string, member: keyof PeerStatus])[] = [
  ['State', 'state'],
  ['In flight', 'inFlight'],
  ['Attempts', 'attempts'],
  ['Answered', 'answered'],
  ['Failed', 'failed'],
  ['Ejections', 'ejections'],
  ['p50 ms', 'p50Ms'],
  ['p95 ms', 'p95Ms'],
];

/** Figures of the cache: what stands above, and the member of its results. */
const cacheResults: readonly (readonly [heading: string, member: keyof CacheCounts])[] = [
  ['Hits', 'hits'],
  ['Stale', 'staleHits'],
  ['Revalidated', 'revalidated'],
  ['Rescued', 'rescued'],
  ['Collapsed', 'collapsed'],
  ['Misses', 'misses'],
  ['Bypassed', 'bypassed'],
];

/**
 * The page of `GET /`: whole as it comes, and kept up to date by its script. An element's
 * `data-field` is the way to its value in {@link Status}.
 */
export function renderPage(status: Status): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Edgefolio proxy</title>
<link rel="stylesheet" href="/-/page.css">
<script src="/-/page.js" defer></script>
<noscript><meta http-equiv="refresh" content="5"></noscript>
</head>
<body>
<header><h1>Edgefolio proxy</h1><p id="freshness" role="status"></p></header>
<main>
${renderTotals(status)}${renderPeers(status)}${renderCache(status)}${renderLatencies(status)}</main>
<footer><a href="/-/status">Status as JSON</a> <a href="/-/metrics">Metrics for Prometheus</a></footer>
</body>
</html>
`;
}

function renderTotals({ totals, clients, tunnels, waiting, panicking }: Status): string {
  const classes = Object.entries(totals.statuses).map(([name, count]) =>
    renderFigure(name, `totals.statuses.${name}`, count),
  );
  return `<dl>
${renderFigure('Requests', 'totals.requests', totals.requests)}<div><dt>Requests/s</dt><dd id="rate">–</dd></div>
${renderFigure('p50 ms', 'totals.p50Ms', totals.p50Ms)}${renderFigure('p95 ms', 'totals.p95Ms', totals.p95Ms)}\
${renderFigure('Retries', 'totals.retries', totals.retries)}\
${renderFigure('Refused retries', 'totals.retriesRefused', totals.retriesRefused)}${classes.join('')}\
${renderFigure('Panic', 'panicking', panicking)}\
${renderFigure('Waiting', 'waiting', waiting)}\
${renderFigure('Clients', 'clients.connections', clients.connections)}\
${renderFigure('Tunnels', 'tunnels.open', tunnels.open)}</dl>
`;
}

function renderFigure(name: string, path: string, value: unknown): string {
  return `<div><dt>${name}</dt>${renderField('dd', path, value)}</div>\n`;
}

function renderPeers({ peers }: Status): string {
  const headings = peerColumns.map(([heading]) => `<th scope="col">${heading}</th>`);
  return `<table id="peers">
<caption>Peers</caption>
<thead><tr><th scope="col">Peer</th>${headings.join('')}</tr></thead>
<tbody>
${peers.map(renderPeer).join('')}</tbody>
</table>
`;
}

function renderPeer(peer: PeerStatus, index: number): string {
  const cells = peerColumns.map(([, member]) =>
    renderField('td', `peers.${index}.${member}`, peer[member]),
  );
  return `<tr>${renderField('th scope="row"', `peers.${index}.id`, peer.id)}${cells.join('')}</tr>\n`;
}

function renderCache({ cache }: Status): string {
  if (cache === null) return '';
  const results = cacheResults.map(([name, member]) =>
    renderFigure(name, `cache.results.${member}`, cache.results[member]),
  );
  return `<h2>Cache</h2>
<dl>
${results.join('')}${renderFigure('Entries', 'cache.entries', cache.entries)}\
${renderFigure('Bytes', 'cache.bytes', cache.bytes)}</dl>
`;
}

function renderLatencies({ totals: { latencies } }: Status): string {
  const most = Math.max(1, ...latencies.map(({ count }) => count));
  const rows = latencies.map(({ toMs, count }, index) => {
    const path = `totals.latencies.${index}.count`;
    const bar = `<meter data-field="${path}" max="${most}" value="${count}"></meter>`;
    const bound = toMs?.toLocaleString('en') ?? 'more';
    return `<tr><th scope="row">${bound}</th>${renderField('td', path, count)}<td>${bar}</td></tr>\n`;
  });
  return `<table id="latencies">
<caption>Requests by time</caption>
<thead><tr><th scope="col">Up to ms</th><th scope="col">Requests</th><td></td></tr></thead>
<tbody>
${rows.join('')}</tbody>
</table>
`;
}

function renderField(tag: string, path: string, value: unknown): string {
  const text = escaped(cellText(value));
  const [element] = tag.split(' ');
  return `<${tag} data-field="${path}" data-text="${text}">${text}</${element}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
}
