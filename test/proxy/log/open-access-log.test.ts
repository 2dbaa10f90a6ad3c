import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openAccessLog } from '../../../proxy/log/open-access-log.ts';
import { plain, startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { loggedOutcome, loggedRequest } from '../../support/logged.ts';
import { ask, testedProxy } from '../../support/running-proxy.ts';

const accessLog = suite('access log');

const request = loggedRequest({ version: '1.0' });
const outcome = loggedOutcome({ status: 204, bytes: 0 });

accessLog('the time of a combined line follows the clock', () => {
  const lines: string[] = [];
  let nowMs = Date.UTC(2026, 10, 23, 9, 5, 0, 100);
  const write = openAccessLog({
    format: 'combined',
    log: {
      access: () => undefined,
      accessText: () => undefined,
      accessLine: (line) => lines.push(line),
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
      flush: () => undefined,
    },
    wallClock: () => nowMs,
  });

  for (const step of [0, 800, 200]) {
    nowMs += step;
    write?.(request, outcome);
  }

  assert.equal(lines, [
    '192.0.2.1 - - [23/Nov/2026:09:05:00 +0000] "GET / HTTP/1.0" 204 0 "-" "-"',
    '192.0.2.1 - - [23/Nov/2026:09:05:00 +0000] "GET / HTTP/1.0" 204 0 "-" "-"',
    '192.0.2.1 - - [23/Nov/2026:09:05:01 +0000] "GET / HTTP/1.0" 204 0 "-" "-"',
  ]);
});

accessLog('a combined log names agent and referer', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'abc')));
  const { url, accessed, accessedLines, drain } = await testedProxy({
    PROXY_PEERS: peer.address,
    PROXY_ACCESS_LOG: 'combined',
  });

  await ask(`${url}/x`, { headers: { 'User-Agent': 'curl/8', Referer: 'http://r.example/' } });
  const line = await eventually('the line is written', () => accessedLines[0]);

  assert.match(
    line,
    /^127\.0\.0\.1 - - \[\d\d\/\w{3}\/\d{4}:[\d:]{8} \+0000\] "GET \/x HTTP\/1\.1" /,
  );
  assert.match(line, / 200 3 "http:\/\/r\.example\/" "curl\/8"$/);
  assert.equal(accessed, []);
  await drain();
  await peer.close();
});

accessLog('a log that is off writes nothing but still counts', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'abc')));
  const { url, accessed, accessedLines, totals, drain } = await testedProxy({
    PROXY_PEERS: peer.address,
    PROXY_ACCESS_LOG: 'off',
  });

  await ask(url);
  await eventually('the exchange is over', () => totals.figures.count === 1);

  assert.equal([accessed, accessedLines], [[], []]);
  await drain();
  await peer.close();
});

accessLog.run();
