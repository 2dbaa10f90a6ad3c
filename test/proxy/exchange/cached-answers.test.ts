import { connect, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Backend, type SeenRequest, startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { type Answer, ask, type TestedProxy, testedProxy } from '../../support/running-proxy.ts';

const cachedAnswers = suite('cached-answers');

type Script = (request: SeenRequest, socket: Socket, nth: number) => void;

interface Stage {
  readonly peer: Backend;
  readonly proxy: TestedProxy;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

async function play(script: Script, env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  let nth = 0;
  const peer = await startBackend((request, socket) => {
    nth += 1;
    script(request, socket, nth);
  });
  const caching = { PROXY_CACHE_BYTES: '10000000', PROXY_MAX_FAILS: '0', PROXY_RETRY_ON: 'off' };
  const proxy = await testedProxy({ PROXY_PEERS: peer.address, ...caching, ...env });
  const get: Stage['get'] = (path, headers = {}) => ask(proxy.url + path, { headers });
  const close = async (): Promise<void> => {
    await proxy.drain();
    await peer.close();
  };
  return { peer, proxy, get, close };
}

function said(body: string, fields: readonly string[], status = 200): string {
  const lines = [`HTTP/1.1 ${status} Said`, `Content-Length: ${body.length}`, ...fields, '', body];
  return lines.join('\r\n');
}

function statusOf({ headers }: Answer): string {
  return String(headers['cache-status']).replace(/; ttl=-?\d+/, '');
}

const minute = 'Cache-Control: max-age=60';

cachedAnswers('what is fresh is answered without a peer, with its age', async () => {
  const { peer, get, close } = await play((_request, socket, nth) => {
    socket.write(said(`answer ${nth}`, [minute, 'Age: 7', 'X-Own: a', 'x-own: b']));
  });
  const first = await get('/');
  const second = await get('/', { 'X-Request-Id': 'mine' });

  assert.is(statusOf(first), 'edgefolio; fwd=uri-miss; stored');
  assert.is(statusOf(second), 'edgefolio; hit');
  assert.is(second.body, 'answer 1');
  // Its own seven seconds, and those that went by here.
  assert.match(String(second.headers['age']), /^([7-9]|[1-5]\d)$/);
  assert.is(second.headers['x-own'], 'a, b');
  assert.is(second.headers['x-request-id'], 'mine');
  assert.is(second.headers['date'], first.headers['date']);
  assert.is(peer.seen.length, 1);
  await close();
});

cachedAnswers('answers for another port that a trusted hop tells are others', async () => {
  const { peer, get, close } = await play(
    (_request, socket, nth) => socket.write(said(`answer ${nth}`, [minute])),
    { PROXY_TRUSTED: '127.0.0.0/8' },
  );
  const told = (port: string) =>
    get('/', { 'X-Forwarded-Host': 'shop.test', 'X-Forwarded-Port': port });

  assert.is((await told('6666')).body, 'answer 1');
  assert.is((await told('80')).body, 'answer 2');
  assert.is((await told('6666')).body, 'answer 1');
  assert.is(peer.seen.length, 2);
  await close();
});

cachedAnswers(
  'where hops tell ports, answers for the port of the proxy are others, too',
  async () => {
    const { peer, proxy, get, close } = await play(
      (_request, socket, nth) => socket.write(said(`answer ${nth}`, [minute])),
      { PROXY_TRUSTED: '127.0.0.0/8' },
    );
    const told = { 'X-Forwarded-Host': 'shop.test', 'X-Forwarded-Port': '80' };

    assert.is((await get('/', { Host: 'shop.test' })).body, 'answer 1');
    assert.is((await get('/', { ...told, Host: 'shop.test' })).body, 'answer 2');
    assert.is((await get('/', { Host: 'shop.test' })).body, 'answer 1');
    const { port } = new URL(proxy.url);
    assert.match(peer.seen[0]?.fields.join() ?? '', `X-Forwarded-Port: ${port}`);
    await close();
  },
);

cachedAnswers('what came in chunks is answered again with its size', async () => {
  const chunks = '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n';
  const { get, close } = await play((_request, socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${minute}\r\n\r\n${chunks}`);
  });
  await get('/');
  const { body, headers } = await get('/');

  assert.is(body, 'abcde');
  assert.is(headers['content-length'], '5');
  assert.is(headers['transfer-encoding'], undefined);
  await close();
});

cachedAnswers('a HEAD is answered from a stored GET, and never stored itself', async () => {
  const { peer, proxy, close } = await play((request, socket) => {
    const bodyless = said('', [minute]).replace('Length: 0', 'Length: 5');
    socket.write(request.method === 'HEAD' ? bodyless : said('hello', [minute]));
  });
  const head = (): Promise<Answer> => ask(proxy.url, { method: 'HEAD' });
  assert.is(statusOf(await head()), 'edgefolio; fwd=uri-miss');
  await ask(proxy.url);
  const answer = await head();

  assert.is(statusOf(answer), 'edgefolio; hit');
  assert.is(answer.headers['content-length'], '5');
  assert.equal(
    peer.seen.map(({ method }) => method),
    ['HEAD', 'GET'],
  );
  await close();
});

cachedAnswers('a HEAD that finds another representation makes the stored one go', async () => {
  const { peer, proxy, close } = await play((request, socket) => {
    const fields = ['Cache-Control: max-age=0', `ETag: "${request.method}"`];
    socket.write(said('', fields));
  });
  await ask(proxy.url);
  await ask(proxy.url, { method: 'HEAD' });
  assert.is(statusOf(await ask(proxy.url)), 'edgefolio; fwd=uri-miss; stored');
  assert.is(peer.seen.length, 3);
  await close();
});

cachedAnswers('a stale response is validated, and is fresh again after a 304', async () => {
  const { peer, get, close } = await play((request, socket, nth) => {
    const known = request.fields.includes('If-None-Match: "v"');
    const fields = ['ETag: "v"', `X-Nth: ${nth}`, nth === 1 ? 'Cache-Control: no-cache' : minute];
    socket.write(
      known ? `HTTP/1.1 304 Same\r\n${fields.join('\r\n')}\r\n\r\n` : said('hello', fields),
    );
  });
  await get('/');
  const validated = await get('/', { 'If-None-Match': '"other"', Range: 'bytes=0-1' });
  const hit = await get('/', { 'If-None-Match': '"v"' });

  assert.is(statusOf(validated), 'edgefolio; fwd=stale; fwd-status=304');
  assert.is(validated.status, 206);
  assert.is(validated.body, 'he');
  assert.is(validated.headers['x-nth'], '2');
  assert.not.match((peer.seen[1]?.fields ?? []).join('\n'), /range|other/i);
  assert.is(hit.status, 304);
  assert.is(hit.headers['x-nth'], '2');
  assert.is(peer.seen.length, 2);
  await close();
});

cachedAnswers('equal requests wait for one fetch', async () => {
  let release = (): void => undefined;
  const { peer, get, close } = await play((_request, socket) => {
    release = () => socket.write(said('once', [minute]));
  });
  const answers = Promise.all(Array.from({ length: 20 }, () => get('/')));
  await eventually('the peer is asked', () => peer.seen[0]);
  await eventually('the others came', () => waited(answers));
  release();
  const all = await answers;

  assert.equal(new Set(all.map(({ body }) => body)), new Set(['once']));
  const collapsed = all.filter((one) => statusOf(one) === 'edgefolio; fwd=uri-miss; collapsed');
  assert.ok(collapsed.length >= 10, `${collapsed.length} collapsed`);
  assert.is(peer.seen.length, 1);
  await close();
});

cachedAnswers('of those who wait for another variant than theirs one asks', async () => {
  const releases: (() => void)[] = [];
  const { peer, get, close } = await play((request, socket) => {
    const own = request.fields.find((line) => /^x-own/i.test(line)) ?? '';
    releases.push(() => socket.write(said(own.toLowerCase(), [minute, 'Vary: X-Own'])));
  });
  const first = get('/', { 'X-Own': 'a' });
  await eventually('the peer is asked', () => peer.seen[0]);
  const others = Promise.all(['a', 'b', 'a', 'b', 'b'].map((own) => get('/', { 'X-Own': own })));
  await eventually('the others came', () => waited(others));
  releases[0]?.();
  await first;
  await eventually('one more asks', () => releases[1]);
  assert.ok(await waited(others));
  releases[1]?.();

  const all = await others;
  assert.equal(
    all.map(({ body }) => body),
    ['x-own: a', 'x-own: b', 'x-own: a', 'x-own: b', 'x-own: b'],
  );
  assert.is(peer.seen.length, 2);
  await close();
});

cachedAnswers('who waits for what can not be stored then asks, and waits no more', async () => {
  let release = (): void => undefined;
  const { peer, get, close } = await play((_request, socket, nth) => {
    const answer = (): boolean => socket.write(said(`own ${nth}`, ['Cache-Control: private']));
    if (nth === 1) release = answer;
    else answer();
  });
  const first = get('/');
  await eventually('the peer is asked', () => peer.seen[0]);
  const others = Promise.all([get('/'), get('/'), get('/')]);
  await eventually('the others came', () => waited(others));
  release();

  assert.is((await first).body, 'own 1');
  assert.equal(
    new Set((await others).map(({ body }) => body)),
    new Set(['own 2', 'own 3', 'own 4']),
  );
  const alone = await get('/');
  assert.is(alone.body, 'own 5');
  await close();
});

cachedAnswers('the wait for another has a bound', async () => {
  const { peer, get, close } = await play(
    (_request, socket, nth) => {
      if (nth > 1) socket.write(said('second', [minute]));
    },
    { PROXY_CACHE_WAIT_TIMEOUT_MS: '50' },
  );
  const stuck = get('/').catch(() => undefined);
  await eventually('the peer is asked', () => peer.seen[0]);

  assert.is((await get('/')).body, 'second');
  assert.is(peer.seen.length, 2);
  await peer.close();
  await stuck;
  await close();
});

cachedAnswers('when the client leaves whose request is fetched, another takes over', async () => {
  const { peer, proxy, get, close } = await play((_request, socket, nth) => {
    if (nth > 1) socket.write(said('taken over', [minute]));
  });
  const gone = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  gone.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await eventually('the peer is asked', () => peer.seen[0]);
  const host = { Host: '127.0.0.1' };
  const others = Promise.all(Array.from({ length: 20 }, () => get('/', host)));
  await eventually('the others came', () => waited(others));
  gone.resetAndDestroy();

  for (const { body } of await others) assert.is(body, 'taken over');
  assert.is(peer.seen.length, 2);
  await close();
});

cachedAnswers('when a client reads slowly what others wait for, another takes over', async () => {
  const large = 'x'.repeat(20_000_000);
  const { peer, proxy, get, close } = await play(
    (_request, socket, nth) => {
      socket.on('error', () => undefined);
      socket.write(said(nth === 1 ? large : 'taken over', [minute]));
    },
    {
      PROXY_CACHE_BYTES: '100000000',
      PROXY_CACHE_ENTRY_LIMIT_BYTES: '30000000',
      PROXY_CACHE_WAIT_TIMEOUT_MS: '600000',
    },
  );
  const slow = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  slow.pause();
  slow.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await eventually('the peer is asked', () => peer.seen[0]);
  const host = { Host: '127.0.0.1' };
  const others = await Promise.all([get('/', host), get('/', host), get('/', host)]);

  for (const { body } of others) assert.is(body, 'taken over');
  assert.equal(others.map(statusOf).sort(), [
    'edgefolio; fwd=uri-miss; collapsed',
    'edgefolio; fwd=uri-miss; collapsed',
    'edgefolio; fwd=uri-miss; stored',
  ]);
  assert.is(peer.seen.length, 2);
  slow.destroy();
  await close();
});

cachedAnswers(
  'after a failure one of those who wait asks, and the others wait for that',
  async () => {
    let release = (): void => undefined;
    const { peer, proxy, get, close } = await play((_request, socket, nth) => {
      if (nth === 1) release = () => socket.write(said('bad', [], 503));
      else socket.write(said('good', [minute]));
    });
    const first = get('/');
    await eventually('the peer is asked', () => peer.seen[0]);
    const heads = Array.from({ length: 3 }, () => ask(proxy.url, { method: 'HEAD' }));
    const others = Promise.all([...heads, ...Array.from({ length: 20 }, () => get('/'))]);
    await eventually('the others came', () => waited(others));
    release();

    assert.is((await first).status, 503);
    for (const { status } of await others) assert.is(status, 200);
    assert.equal(
      peer.seen.map(({ method }) => method),
      ['GET', 'GET'],
    );
    await close();
  },
);

cachedAnswers('stale-while-revalidate answers at once and fetches for nobody', async () => {
  const { peer, proxy, get, close } = await play((_request, socket, nth) => {
    const directives = nth === 1 ? 'max-age=0, stale-while-revalidate=60' : 'max-age=60';
    socket.write(said(`answer ${nth}`, [`Cache-Control: ${directives}`]));
  });
  await get('/');
  const stale = await get('/');
  assert.is(stale.body, 'answer 1');
  assert.match(String(stale.headers['cache-status']), /^edgefolio; hit; ttl=-\d+$/);
  await eventually('it is refreshed', () => peer.seen.length === 2);
  await eventually('the news is stored', async () => (await get('/')).body === 'answer 2');
  const hit = await get('/');

  assert.is(statusOf(hit), 'edgefolio; hit');
  assert.is(peer.seen.length, 2);
  assert.is(peer.seen[1]?.method, 'GET');
  await eventually('all is logged', () => proxy.accessed.length >= 4);
  assert.is(
    proxy.accessed.filter(({ tries }) => Array.isArray(tries) && tries.length > 0).length,
    1,
  );
  await close();
});

cachedAnswers('what is stale is refreshed beside answers that can not be stored', async () => {
  const { peer, get, close } = await play((request, socket, nth) => {
    const own = request.fields.includes('X-Own: 1');
    const directives = own ? 'private' : 'max-age=0, stale-while-revalidate=60';
    socket.write(said(`answer ${nth}`, [`Cache-Control: ${directives}`, 'Vary: X-Own']));
  });
  await get('/');
  assert.is((await get('/', { 'X-Own': '1' })).body, 'answer 2');
  assert.is((await get('/')).body, 'answer 1');
  await eventually('it is refreshed', () => peer.seen.length === 3);
  await eventually('the news is stored', async () => (await get('/')).body !== 'answer 1');
  await eventually('it is refreshed again', () => peer.seen.length > 3);
  await close();
});

cachedAnswers('stale-if-error stands in for a bad answer and for none', async () => {
  const rescue = 'Cache-Control: max-age=0, stale-if-error=60';
  const { get, close } = await play((_request, socket, nth) => {
    if (nth === 1) socket.write(said('good', [rescue]));
    else if (nth === 2) socket.write(said('bad', [minute], 503));
    else socket.destroy();
  });
  await get('/');
  const bad = await get('/');
  const none = await get('/');

  assert.is(bad.status, 200);
  assert.is(bad.body, 'good');
  assert.is(statusOf(bad), 'edgefolio; fwd=stale; fwd-status=503; detail=stale-if-error');
  assert.is(none.body, 'good');
  assert.is(statusOf(none), 'edgefolio; fwd=stale; detail=stale-if-error');
  await close();
});

cachedAnswers('stale-if-error does not wait for the end of a bad answer', async () => {
  const rescue = 'Cache-Control: max-age=0, stale-if-error=60';
  let left = false;
  const { proxy, get, close } = await play((_request, socket, nth) => {
    socket.on('close', () => {
      left = true;
    });
    if (nth === 1) socket.write(said('good', [rescue]));
    else socket.write('HTTP/1.1 503 Said\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbad\r\n');
  });
  await get('/');
  const { body, headers } = await get('/');
  await eventually('it is logged', () => proxy.accessed.length >= 2);

  assert.is(body, 'good');
  assert.match(String(headers['cache-status']), 'fwd-status=503');
  const tries = proxy.accessed[1]?.['tries'];
  assert.ok(Array.isArray(tries));
  assert.equal([tries.length, tries[0]?.status, tries[0]?.error], [1, 503, undefined]);
  await eventually('the peer is left', () => left);
  await close();
});

cachedAnswers('the connection of a bad answer that comes whole is used again', async () => {
  const rescue = 'Cache-Control: max-age=0, stale-if-error=60';
  const { peer, get, close } = await play(
    (_request, socket, nth) => {
      if (nth === 1) socket.write(said('good', [rescue]));
      else socket.write(said('bad', [], 503));
    },
    { PROXY_WHOLE_LIMIT_BYTES: '0' },
  );
  for (let i = 0; i < 4; i += 1) assert.is((await get('/')).body, 'good');

  assert.equal(
    peer.seen.map(({ earlier }) => earlier),
    [0, 1, 2, 3],
  );
  await close();
});

cachedAnswers('without a word for it an error is passed, and the stored one stays', async () => {
  const { get, close } = await play((_request, socket, nth) => {
    if (nth === 2) socket.write(said('bad', [], 503));
    else socket.write(said('good', ['Cache-Control: max-age=0', 'ETag: "v"']));
  });
  await get('/');
  assert.is((await get('/')).status, 503);
  assert.is(statusOf(await get('/')), 'edgefolio; fwd=stale; stored');
  await close();
});

cachedAnswers('an answer that breaks off is never stored', async () => {
  const { get, close } = await play(
    (_request, socket, nth) => {
      if (nth > 1) socket.write(said('whole', [minute]));
      else socket.end(said('whole', [minute]).slice(0, -2));
    },
    { PROXY_WHOLE_LIMIT_BYTES: '0' },
  );
  await get('/').then(
    () => assert.unreachable('the answer is whole'),
    () => undefined,
  );
  const again = await get('/');

  assert.is(again.body, 'whole');
  assert.is(statusOf(again), 'edgefolio; fwd=uri-miss; stored');
  await close();
});

cachedAnswers('what is too large passes, whether it says so or not', async () => {
  const { peer, get, close } = await play(
    (request, socket) => {
      const body = 'x'.repeat(2000);
      if (request.target === '/sized') socket.write(said(body, [minute]));
      else {
        const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${minute}\r\n\r\n`;
        socket.write(`${head}7d0\r\n${body}\r\n0\r\n\r\n`);
      }
    },
    { PROXY_CACHE_ENTRY_LIMIT_BYTES: '1000' },
  );
  for (const path of ['/sized', '/chunked']) {
    assert.is((await get(path)).body.length, 2000);
    assert.is((await get(path)).body.length, 2000);
  }
  assert.is(peer.seen.length, 4);
  await close();
});

cachedAnswers('what turns out too large makes what it was to replace go', async () => {
  const { get, close } = await play(
    (_request, socket, nth) => {
      const stale = ['Cache-Control: max-age=0', 'ETag: "v"'];
      if (nth !== 2) socket.write(said('small', stale));
      else {
        const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${minute}\r\n\r\n`;
        socket.write(`${head}7d0\r\n${'x'.repeat(2000)}\r\n0\r\n\r\n`);
      }
    },
    { PROXY_CACHE_ENTRY_LIMIT_BYTES: '1000' },
  );
  await get('/');
  assert.is((await get('/')).body.length, 2000);
  assert.is(statusOf(await get('/')), 'edgefolio; fwd=uri-miss; stored');
  await close();
});

cachedAnswers('a change makes what is stored go, and what is under way', async () => {
  let release = (): void => undefined;
  const { peer, proxy, get, close } = await play((request, socket, nth) => {
    const answer = (): boolean => socket.write(said(`answer ${nth}`, [minute]));
    if (request.method === 'GET' && nth === 1) release = answer;
    else answer();
  });
  const before = get('/a');
  await eventually('the peer is asked', () => peer.seen[0]);
  const socketsBusy = ask(`${proxy.url}/a`, { method: 'POST' });
  assert.is((await socketsBusy).body, 'answer 2');
  release();

  assert.is((await before).body, 'answer 1');
  assert.is((await get('/a')).body, 'answer 3');
  assert.is((await get('/a')).body, 'answer 3');
  await ask(`${proxy.url}/a`, { method: 'DELETE' });
  assert.is((await get('/a')).body, 'answer 5');
  await close();
});

cachedAnswers(
  'a request with a body, a precondition or another protocol is not looked up',
  async () => {
    const { peer, proxy, get, close } = await play((_request, socket) => {
      socket.write(said('a', [minute]));
    });
    await get('/');
    const bodied = await ask(proxy.url, { headers: { 'Content-Length': '1' }, body: 'x' });
    assert.is(statusOf(bodied), 'edgefolio; fwd=bypass');
    assert.is(statusOf(await get('/', { 'If-Match': '"a"' })), 'edgefolio; fwd=bypass');
    assert.is(peer.seen.length, 3);
    assert.is(statusOf(await get('/')), 'edgefolio; hit');
    await close();
  },
);

cachedAnswers('only-if-cached asks no peer', async () => {
  const { peer, get, close } = await play((_request, socket) => socket.write(said('a', [minute])));
  const nothing = await get('/', { 'Cache-Control': 'only-if-cached' });

  assert.is(nothing.status, 504);
  assert.is(nothing.headers['proxy-status'], 'edgefolio; error=proxy_internal_response');
  assert.is(peer.seen.length, 0);
  await get('/');
  assert.is((await get('/', { 'Cache-Control': 'only-if-cached' })).body, 'a');
  await close();
});

cachedAnswers('requests are heeded unless that is set otherwise', async () => {
  const script: Script = (_request, socket) => socket.write(said('a', [minute]));
  const heeding = await play(script);
  const ignoring = await play(script, { PROXY_CACHE_REQUEST_DIRECTIVES: 'ignore' });
  for (const { get } of [heeding, ignoring]) {
    await get('/');
    await get('/', { 'Cache-Control': 'no-cache' });
    await get('/', { 'Cache-Control': 'no-store' });
  }

  assert.is(heeding.peer.seen.length, 3);
  assert.is(ignoring.peer.seen.length, 1);
  await heeding.close();
  await ignoring.close();
});

cachedAnswers('a large stored body goes out whole, however slowly it is read', async () => {
  const body = 'abcdefgh'.repeat(100_000);
  const { peer, proxy, get, close } = await play((_request, socket) => {
    socket.write(said(body, [minute]));
  });
  await get('/');
  const client = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  client.pause();
  const { host } = new URL(proxy.url);
  client.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    client.pause();
    setImmediate(() => client.resume());
  });
  client.resume();
  await new Promise((resolve) => client.once('end', resolve));
  client.destroy();
  const text = Buffer.concat(chunks).toString();

  assert.is(text.slice(text.indexOf('\r\n\r\n') + 4), body);
  assert.match(text, 'Cache-Status: edgefolio; hit');
  assert.is(peer.seen.length, 1);
  await close();
});

cachedAnswers('pipelined hits are answered one after another', async () => {
  const { peer, proxy, get, close } = await play((_request, socket) => {
    socket.write(said('hello', [minute]));
  });
  await get('/');
  const { port, host } = new URL(proxy.url);
  const client = connect(Number(port), '127.0.0.1');
  const one = `GET / HTTP/1.1\r\nHost: ${host}\r\n`;
  for (let i = 0; i < 500; i += 1) client.write(`${one}\r\n`);
  client.write(`${one}Connection: close\r\n\r\n`);
  let text = '';
  client.on('data', (chunk) => {
    text += String(chunk);
  });
  await new Promise((resolve) => client.once('end', resolve));
  client.destroy();

  assert.is(text.split('hello').length - 1, 501);
  assert.is(peer.seen.length, 1);
  await close();
});

cachedAnswers.run();

/** Other requests were given the time of many turns of the loop to arrive; none is answered. */
async function waited(answers: Promise<unknown>): Promise<boolean> {
  let answered = false;
  answers.then(
    () => {
      answered = true;
    },
    () => undefined,
  );
  // One long pause would be a single turn where the machine was busy meanwhile.
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  return !answered;
}
