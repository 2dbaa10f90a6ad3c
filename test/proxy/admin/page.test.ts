import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cellText } from '../../../proxy/admin/cell-text.ts';
import { renderPage } from '../../../proxy/admin/page.ts';
import type { Status } from '../../../proxy/admin/status.ts';
import { plain, startBackend } from '../../support/backend.ts';
import { ask, testedProxy } from '../../support/running-proxy.ts';

const page = suite('page');

const status: Status = {
  uptimeMs: 5000,
  totals: {
    requests: 1234,
    retries: 5,
    retriesRefused: 1,
    statuses: { '2xx': 1200, '5xx': 34 },
    p50Ms: 0.512,
    p95Ms: null,
    latencies: [
      { toMs: 0.5, count: 400 },
      { toMs: null, count: 834 },
    ],
  },
  clients: { connections: 3, accepted: 9, receivedBytes: 10, sentBytes: 20 },
  panicking: false,
  tunnels: { open: 6, opened: 60, receivedBytes: 600, sentBytes: 6000 },
  refused: {},
  waiting: 2,
  settings: {},
  processes: [],
  cache: null,
  peers: [
    {
      id: '<&">:1',
      weight: 1,
      backup: false,
      maxConns: 0,
      state: 'drained',
      probed: 'live',
      ejectedUntil: null,
      inFlight: 7,
      fails: 0,
      attempts: 1500,
      answered: 1490,
      failed: 3,
      failures: {},
      ejections: 2,
      ejectionsInRow: 0,
      p50Ms: 12.34,
      p95Ms: 99.96,
    },
  ],
};

page('values are shown short', () => {
  assert.is(cellText(null), '–');
  assert.is(cellText(12_345), '12,345');
  assert.is(cellText(0.512), '0.51');
  assert.is(cellText(12.34), '12.3');
  assert.is(cellText('live'), 'live');
});

page('a peer is a row of the table without any script', () => {
  const text = textOf(renderPage(status));

  assert.match(text, '&lt;&amp;&quot;&gt;:1 drained 7 1,500 1,490 3 2 12.3 100.0');
});

page('totals and latencies are there without any script', () => {
  const text = textOf(renderPage(status));

  assert.match(text, 'Requests 1,234');
  assert.match(
    text,
    'p50 ms 0.51 p95 ms – Retries 5 Refused retries 1 2xx 1,200 5xx 34 Panic false Waiting 2 Clients 3',
  );
  assert.match(text, '0.5 400 more 834');
});

page('nothing is inline that its policy forbids', () => {
  const html = renderPage(status);

  assert.not.match(html, /<style|\sstyle=|\son[a-z]+=|javascript:/i);
  assert.not.match(html, /<script(?! src="\/-\/page\.js" defer><\/script>)/);
});

page('every part is served under a strict policy', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
  const { adminUrl, drain } = await testedProxy({ PROXY_PEERS: peer.address });

  const types: Readonly<Record<string, string>> = {
    '/': 'text/html; charset=utf-8',
    '/-/page.js': 'text/javascript; charset=utf-8',
    '/-/page.css': 'text/css; charset=utf-8',
    '/-/status': 'application/json',
  };
  for (const [path, type] of Object.entries(types)) {
    const { headers, body } = await ask(`${adminUrl}${path}`);
    assert.is(headers['content-type'], type);
    assert.is(headers['x-content-type-options'], 'nosniff');
    assert.match(
      String(headers['content-security-policy']),
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
    );
    assert.is(Number(headers['content-length']), body.length);
  }
  assert.match((await ask(adminUrl)).body, peer.address);
  await drain();
  await peer.close();
});

page('a HEAD has no body and nothing else is allowed', async () => {
  const { adminUrl, drain } = await testedProxy({ PROXY_PEERS: '127.0.0.1:1' });

  const head = await ask(adminUrl, { method: 'HEAD' });
  const post = await ask(adminUrl, { method: 'POST' });

  assert.equal([head.status, head.body], [200, '']);
  assert.equal([post.status, post.headers['allow']], [405, 'GET, HEAD']);
  await drain();
});

page.run();

/** What a reader sees, element after element. */
function textOf(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}
