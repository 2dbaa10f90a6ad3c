import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettings } from '../../worker/settings.ts';
import { ask, query, sixDays } from '../support/asking.ts';
import { startApp } from '../support/worker-app.ts';

const token = suite('proxy token');

const secret = 'a-secret-of-some-length';

token('a worker that was told a token answers who knows it', async () => {
  const running = await startApp(sixDays, { proxyToken: secret });
  try {
    const url = `${running.url}/backend`;
    const headers = { 'x-edgefolio-token': secret };
    const known = await ask(url, { method: 'POST', body: JSON.stringify(query), headers });
    const wrong = await ask(url, { headers: { 'x-edgefolio-token': `${secret}x` } });
    const unknown = await ask(url);

    assert.is(known.status, 200);
    assert.is(wrong.status, 403);
    assert.is(unknown.status, 403);
    assert.is(unknown.headers['content-type'], 'application/problem+json');
    assert.not.match(unknown.body, secret);
  } finally {
    await running.stop();
  }
});

token('probes from the same host need none', async () => {
  const running = await startApp(sixDays, { proxyToken: secret });
  try {
    assert.is((await ask(`${running.url}/readyz`)).status, 200);
    assert.is((await ask(`${running.url}/livez`)).status, 200);
  } finally {
    await running.stop();
  }
});

token('without a token everybody is answered', async () => {
  const running = await startApp(sixDays);
  try {
    assert.is((await ask(running.url)).status, 200);
  } finally {
    await running.stop();
  }
});

token('a token that can not be one is refused, and not repeated', () => {
  for (const wrong of ['short', 'with a blank in the middle', 'ü'.repeat(20)]) {
    try {
      readSettings({ WORKER_PROXY_TOKEN: wrong });
      assert.unreachable();
    } catch (error) {
      assert.match(String(error), /WORKER_PROXY_TOKEN must be/);
      assert.not.match(String(error), wrong);
    }
  }
});

token.run();
