import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Backend, type BackendScript, plain, startBackend } from '../../../support/backend.ts';
import { ask, type TestedProxy, testedProxy } from '../../../support/running-proxy.ts';

// What clients and peers may do on the wire, byte by byte.
const connection = suite('http1 connection');

const host = 'Host: a.test\r\n';

connection('HTTP/2.0 in a request line is 505', async () => {
  const { answer, targets } = await exchange(`GET / HTTP/2.0\r\n${host}\r\n`);

  assert.match(answer, /^HTTP\/1\.1 505 /);
  assert.equal(targets, []);
});

connection('an HTTP/1.0 client is never told to continue', async () => {
  const head = `POST / HTTP/1.0\r\n${host}Expect: 100-continue\r\nContent-Length: 1\r\n\r\n`;
  const { answer } = await exchange(`${head}a`);

  assert.match(answer, /^HTTP\/1\.1 200 /);
});

connection('a field after 2000 others still counts', async () => {
  const many = 'a:\r\n'.repeat(2500);
  const request = `GET / HTTP/1.1\r\n${host}${many}Host: b.test\r\nConnection: close\r\n\r\n`;
  const { answer } = await exchange(request);

  assert.match(answer, /^HTTP\/1\.1 400 /);
});

connection('pipelined requests reach peers one by one', async () => {
  const seen: string[] = [];
  const { answer } = await exchange(
    `POST /1 HTTP/1.1\r\n${host}Content-Length: 1\r\n\r\na` +
      `POST /2 HTTP/1.1\r\n${host}Content-Length: 1\r\nConnection: close\r\n\r\nb`,
    ({ target }, socket) => {
      seen.push(`asked ${target}`);
      setTimeout(() => {
        seen.push(`answered ${target}`);
        socket.write(plain(200, target));
      }, 30);
    },
  );

  assert.equal(seen, ['asked /1', 'answered /1', 'asked /2', 'answered /2']);
  assert.equal(answer.match(/\r\n\r\n\/\d/g), ['\r\n\r\n/1', '\r\n\r\n/2']);
});

connection('a request after Connection: close is left alone', async () => {
  const { answer, targets } = await exchange(
    `GET /1 HTTP/1.1\r\n${host}Connection: close\r\n\r\nGET /2 HTTP/1.1\r\n${host}\r\n`,
  );

  assert.equal(answer.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200']);
  assert.equal(targets, ['/1']);
});

connection('a malformed second request is refused in its turn', async () => {
  const { answer, targets } = await exchange(`GET /1 HTTP/1.1\r\n${host}\r\nnonsense\r\n\r\n`);

  assert.equal(answer.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 400']);
  assert.equal(targets, ['/1']);
});

connection('an unknown transfer coding is refused once', async () => {
  const { answer } = await exchange(
    `POST / HTTP/1.1\r\n${host}Transfer-Encoding: identity\r\n\r\n`,
  );

  assert.equal(answer.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 501']);
});

for (const [title, bytes, line = 'HTTP/1.1 200 OK'] of [
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc'],
  ['a length beside chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a body in another coding', 'Transfer-Encoding: gzip\r\n\r\nabc'],
  ['a status below 100', 'Content-Length: 2\r\n\r\nok', 'HTTP/1.1 099 OK'],
  ['another protocol', 'Content-Length: 2\r\n\r\nok', 'RTSP/1.0 200 OK'],
  ['another major version', 'Content-Length: 2\r\n\r\nok', 'HTTP/2.0 200 OK'],
] as const) {
  connection(`an answer with ${title} is no HTTP`, async () => {
    const { answer } = await exchange(closing, (_, socket) => {
      socket.write(`${line}\r\n${bytes}`);
    });

    assert.match(answer, /^HTTP\/1\.1 502 /);
    assert.match(answer, 'error=http_protocol_error');
  });
}

connection('interim responses without end are no HTTP', async () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nX-A: 1\r\n\r\n'.repeat(101);
  const { answer } = await exchange(closing, (_, socket) => {
    socket.write(`${hints}${plain(200, 'ok')}`);
  });

  assert.is(answer.match(/^HTTP\/1\.1 103 /gm)?.length, 100);
  assert.match(answer, 'error=http_protocol_error');
});

connection('a body that ends with a reset is not whole', async () => {
  const { answer, proxy } = await exchange(closing, (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\nhalf', () => {
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
  });

  assert.match(answer, /\r\nhalf\r\n$/);
  assert.equal(proxy.events, ['response broken off']);
});

connection('white space behind a value is no part of it', async () => {
  const { answer } = await exchange(closing, (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-A: b \t\r\nContent-Length: 2 \r\n\r\nok');
  });

  assert.match(answer, /\r\nX-A: b\r\nContent-Length: 2\r\n/);
});

connection('interim responses have no length, and continue wherever they stand', async () => {
  const hints = 'HTTP/1.1 103 Hints\r\nLink: a\r\nContent-Length: 9\r\n\r\n';
  const go = 'HTTP/1.1 100 Continue\r\n\r\n';
  const { answer } = await exchange(closing, (_, socket) => {
    socket.write(`${go}${go}${hints}HTTP/1.1 100 Go\r\n\r\n${plain(200, 'ok')}`);
  });

  assert.equal(answer.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 103', 'HTTP/1.1 200']);
  assert.equal(answer.match(/content-length: \d/gi), ['Content-Length: 2']);
});

connection('a 204 goes on without a length', async () => {
  const { answer } = await exchange(closing, (_, socket) => {
    socket.write('HTTP/1.1 204 None\r\nContent-Length: 0\r\n\r\n');
  });

  assert.match(answer, /^HTTP\/1\.1 204 None/);
  assert.not.match(answer, /content-length/i);
});

connection('a 304 may state the length of its body', async () => {
  const { answer, proxy } = await exchange(
    `GET /1 HTTP/1.1\r\n${host}\r\nGET /2 HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    (_, socket) => {
      socket.write('HTTP/1.1 304 Same\r\nContent-Length: 5\r\n\r\n');
    },
  );

  assert.is(answer.match(/HTTP\/1\.1 304 Same\r\nContent-Length: 5/g)?.length, 2);
  assert.equal(proxy.events, []);
});

connection('a drain does not wait for a connection that asks nothing', async () => {
  const proxy = await testedProxy({ PROXY_PEERS: '127.0.0.1:1' });
  const closed = readAll(Number(new URL(proxy.url).port), '');
  await ask(proxy.url);
  await proxy.drain();

  assert.is(await closed, '');
});

connection('an HTTP/1.0 client that says nothing is closed after its answer', async () => {
  const { answer } = await exchange('GET / HTTP/1.0\r\n\r\n');

  assert.match(answer, /Connection: close\r\n\r\nok$/);
});

connection('an HTTP/1.0 client may keep its connection', async () => {
  const kept = 'GET /1 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n';
  const { answer, targets } = await exchange(`${kept}GET /2 HTTP/1.0\r\n\r\n`);

  assert.match(answer, /Connection: keep-alive/);
  assert.equal(targets, ['/1', '/2']);
});

connection('an HTTP/1.0 client is sent no chunks', async () => {
  const { answer } = await exchange('GET / HTTP/1.0\r\n\r\n', (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
  });

  assert.not.match(answer, /chunked/i);
  assert.match(answer, /\r\n\r\nabc$/);
});

connection('what can’t be read is logged and counted', async () => {
  const { answer, proxy } = await exchange('nonsense\r\n\r\n');

  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.is(proxy.accessed[0]?.['status'], 400);
  assert.is(proxy.totals.statuses['4xx'], 1);
});

connection('empty lines before a request are passed over', async () => {
  const { targets } = await exchange(`\r\n\r\n${closing}`);

  assert.equal(targets, ['/']);
});

connection('empty lines behind a request leave its connection idle', async () => {
  const bytes = `GET / HTTP/1.1\r\n${host}\r\n\r\n`;
  const { answer } = await exchange(bytes, undefined, {
    PROXY_HEADER_TIMEOUT_MS: '4000',
    PROXY_KEEP_ALIVE_MS: '100',
  });

  assert.equal(answer.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200']);
});

connection('half a head behind the last request of a client is not waited for', async () => {
  const cut = await halfClosed({}, { more: 'GET /next HT' });

  assert.equal(cut.text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200']);
});

connection('a client that ended its side gets its answer', async () => {
  const { text } = await halfClosed({ PROXY_HALF_CLOSE_MS: '5000' });

  assert.match(text, /^HTTP\/1\.1 200 [\s\S]*late$/);
});

connection('a client that ended its side is not answered for ever', async () => {
  assert.is((await halfClosed({ PROXY_HALF_CLOSE_MS: '0' })).text, '');
});

connection('a body that ends with its connection is not cut in silence', async () => {
  const drip: BackendScript = (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n');
  };
  const cut = await halfClosed({ PROXY_HALF_CLOSE_MS: '150' }, { drip, version: '1.0' });

  assert.match(cut.text, /\r\n\r\nhalf$/);
  assert.is(cut.reset, true);
});

connection('a 101 has no length, whatever the peer says', async () => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  const { answer } = await exchange(`GET / HTTP/1.1\r\n${host}${upgrade}\r\n`, (_, socket) => {
    socket.end(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}Content-Length: 5\r\n\r\nhello`);
  });

  assert.match(answer, /^HTTP\/1\.1 101 [\s\S]*\r\nUpgrade: websocket\r\n[\s\S]*\r\n\r\nhello$/);
  assert.not.match(answer, /content-length/i);
});

connection.run();

const closing = `GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;

/** How long a connection may take to be closed by the proxy. */
const limitMs = 5000;

interface Exchanged {
  readonly answer: string;
  /** What the peer was asked. */
  readonly targets: readonly string[];
  readonly proxy: TestedProxy;
}

/** Sends bytes, and reads until the proxy closes the connection. */
async function exchange(
  bytes: string,
  script: BackendScript = (_, socket) => socket.write(plain(200, 'ok')),
  env: Readonly<Record<string, string>> = {},
): Promise<Exchanged> {
  const backend: Backend = await startBackend(script);
  const proxy = await testedProxy({ PROXY_PEERS: backend.address, PROXY_RETRY_ON: 'off', ...env });
  try {
    const answer = await readAll(Number(new URL(proxy.url).port), bytes);
    return { answer, targets: backend.seen.map(({ target }) => target), proxy };
  } finally {
    await proxy.drain();
    await backend.close();
  }
}

function readAll(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const fail = (): void => reject(new Error(`not closed after ${JSON.stringify(text)}`));
    socket.setTimeout(limitMs, () => {
      fail();
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

const late: BackendScript = (_, socket) => {
  setTimeout(() => socket.write(plain(200, 'late')), 200);
};

/** What a client reads that ends its side at once, from a peer that takes a while. */
async function halfClosed(
  env: Readonly<Record<string, string>>,
  {
    drip = late,
    version = '1.1',
    more = '',
  }: { readonly drip?: BackendScript; readonly version?: string; readonly more?: string } = {},
): Promise<{ readonly text: string; readonly reset: boolean }> {
  const backend = await startBackend(drip);
  const proxy = await testedProxy({ PROXY_PEERS: backend.address, ...env });
  try {
    return await new Promise((resolve) => {
      let text = '';
      const port = Number(new URL(proxy.url).port);
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      socket.end(`GET / HTTP/${version}\r\n${host}\r\n${more}`);
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
      socket.on('close', (reset) => resolve({ text, reset }));
      socket.on('error', () => undefined);
    });
  } finally {
    await proxy.drain();
    await backend.close();
  }
}
