import { Client } from 'undici';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withoutIdleTimers } from '../../../proxy/upstream/without-idle-timers.ts';
import { plain, startBackend } from '../../support/backend.ts';

const timers = suite('idle timers of undici');

/** An answer of a peer that says how long it keeps the connection. */
const hinting = 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n';

/** The times for which timers were made while undici's connection became idle, in ms. */
async function madeTimers(answer: string, prepare: (client: Client) => void): Promise<number[]> {
  const backend = await startBackend((_request, socket) => socket.write(answer));
  const client = new Client(`http://${backend.address}`, {
    connectTimeout: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 54_321,
  });
  prepare(client);
  const made: number[] = [];
  const real = globalThis.setTimeout;
  const noting = (...[call, ms, ...rest]: Parameters<typeof real>): ReturnType<typeof real> => {
    made.push(ms ?? 0);
    return real(call, ms, ...rest);
  };
  globalThis.setTimeout = Object.assign(noting, real);
  try {
    for (let i = 0; i < 2; i += 1) {
      const { body } = await client.request({ path: '/', method: 'GET' });
      await body.dump();
      // undici looks at what is idle a turn later.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    globalThis.setTimeout = real;
    await client.destroy();
    await backend.close();
  }
  return made;
}

timers('this undici has the settings that its timers come from', () => {
  const client = new Client('http://127.0.0.1:1');

  assert.is(withoutIdleTimers(client), true);
  assert.is(withoutIdleTimers({}), false);
});

// Under Deno packages have a setTimeout of their own, which nobody else can look at.
if (!('Deno' in globalThis)) {
  timers('undici makes them by itself, and none without its settings', async () => {
    assert.ok((await madeTimers(plain(200, ''), () => undefined)).includes(54_321));
    assert.ok((await madeTimers(hinting, () => undefined)).includes(3000));
    for (const answer of [plain(200, ''), hinting]) {
      const made = await madeTimers(answer, withoutIdleTimers);
      assert.equal(
        made.filter((ms) => ms >= 1000),
        [],
      );
    }
  });
}

timers.run();
