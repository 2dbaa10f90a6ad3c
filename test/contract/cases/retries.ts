import * as assert from 'uvu/assert';
import { deadPort } from '../../support/ports.ts';
import type { EdgeOptions } from '../edge.ts';
import type { ContractCase, Stage } from '../stage.ts';
import type { Script } from '../support/origin.ts';
import { ask } from '../support/raw-client.ts';
import { closes, hangs, resetsMidHead, says, status, writesAndCloses } from '../support/scripts.ts';
import { assertLimit } from '../support/waiting.ts';

const methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'POST', 'PATCH'] as const;

/** What became of a request whose first try failed: the client's status, and the number of tries. */
type Outcomes = Readonly<Record<(typeof methods)[number], string>>;

/** The methods that may be sent twice (RFC 9110 §9.2.2), and those that may not. */
function outcomes(idempotent: string, other: string): Outcomes {
  return {
    GET: idempotent,
    HEAD: idempotent,
    OPTIONS: idempotent,
    PUT: idempotent,
    DELETE: idempotent,
    POST: other,
    PATCH: other,
  };
}

interface Row {
  readonly title: string;
  readonly first: Script;
  readonly options?: Partial<EdgeOptions>;
  readonly expected: Outcomes;
}

const responseTimeoutMs = 300;
const senseless = writesAndCloses('HTTP/1.1 200 OK\r\nno colon here\r\n\r\n');
const listed = { retryOn: ['error', 'timeout', 'invalid_header', 'http_503'] };

const table: readonly Row[] = [
  {
    title: 'a closed connection moves idempotent requests on',
    first: closes,
    expected: outcomes('200 in 2', '502 in 1'),
  },
  {
    title: 'a reset head moves idempotent requests on',
    first: resetsMidHead,
    expected: outcomes('200 in 2', '502 in 1'),
  },
  {
    title: 'a silent peer moves idempotent requests on',
    first: hangs,
    options: { responseTimeoutMs },
    expected: outcomes('200 in 2', '504 in 1'),
  },
  {
    title: 'a senseless head moves nothing on by default',
    first: senseless,
    expected: outcomes('502 in 1', '502 in 1'),
  },
  {
    title: 'a listed invalid_header moves idempotent requests on',
    first: senseless,
    options: listed,
    expected: outcomes('200 in 2', '502 in 1'),
  },
  {
    title: 'a status 503 passes by default',
    first: status(503),
    expected: outcomes('503 in 1', '503 in 1'),
  },
  {
    title: 'a listed 503 moves idempotent requests on',
    first: status(503),
    options: listed,
    expected: outcomes('200 in 2', '503 in 1'),
  },
  {
    title: 'another status than those listed passes',
    first: status(500),
    options: listed,
    expected: outcomes('500 in 1', '500 in 1'),
  },
  {
    title: 'non_idempotent moves every method on',
    first: closes,
    options: { retryOn: ['error', 'non_idempotent'] },
    expected: outcomes('200 in 2', '200 in 2'),
  },
  {
    title: 'off moves nothing on',
    first: closes,
    options: { retryOn: [] },
    expected: outcomes('502 in 1', '502 in 1'),
  },
  {
    title: 'error alone leaves a timeout alone',
    first: hangs,
    options: { responseTimeoutMs, retryOn: ['error'] },
    expected: outcomes('504 in 1', '504 in 1'),
  },
];

/** When the next peer is asked (nginx's proxy_next_upstream, edge.md B5). */
export const retries: readonly ContractCase[] = [
  ...table.map(({ title, first, options, expected }) => ({
    title,
    run: async (stage: Stage): Promise<void> => {
      assert.equal(await outcomesOf(stage, first, options), expected);
    },
  })),
  {
    title: 'a refused connection moves every method on',
    async run(stage) {
      const b = await stage.origin(says('b'));
      const dead = { port: await deadPort() };
      const { port } = await stage.edge({ peers: [dead, { port: b.port }], maxFails: 0 });

      // Two of each: whoever's turn it is, one of them meets the dead peer first.
      for (const method of [...methods, ...methods]) {
        const { status: code } = await ask({ port, method, ...bodyOf(method) });
        assert.is(code, 200, method);
      }
    },
  },
  {
    title: 'a refused connection to everybody is 502',
    async run(stage) {
      const peers = [{ port: await deadPort() }, { port: await deadPort() }];
      const { port } = await stage.edge({ peers, maxFails: 0 });

      assert.is((await ask({ port })).status, 502);
      assert.is((await ask({ port, method: 'POST', body: 'x' })).status, 502);
    },
  },
  {
    title: 'every peer is tried once',
    async run(stage) {
      const { port, visits } = await stage.group([closes, closes, closes], { maxFails: 0 });

      assert.is((await ask({ port })).status, 502);
      assert.equal(visits.join(''), 'abc');
    },
  },
  {
    title: 'the number of tries is limited',
    async run(stage) {
      const { port, visits } = await stage.group([closes, closes, says('c')], {
        maxFails: 0,
        retryTries: 2,
      });

      assert.is((await ask({ port })).status, 502);
      assert.equal(visits.join(''), 'ab');
    },
  },
  {
    title: 'the retry timeout forbids only the next try',
    timed: true,
    async run(stage) {
      const { port, visits } = await stage.group([hangs, hangs, says('c')], {
        // The first try must end well before the second number, the second well after it.
        responseTimeoutMs: 2500,
        retryTimeoutMs: 4800,
      });

      assert.is((await ask({ port })).status, 504);
      assert.equal(visits.join(''), 'ab');
    },
  },
  {
    title: 'each try has the whole response timeout',
    timed: true,
    async run(stage) {
      const group = await stage.group([hangs, hangs], { responseTimeoutMs: 1000, maxFails: 0 });
      const { port, visits } = group;

      const get = await timeOf(() => ask({ port }));
      assert.equal(visits.join(''), 'ab');
      const post = await timeOf(() => ask({ port, method: 'POST', body: 'x' }));

      assert.is(visits.length, 3);
      assertLimit(get, 2000);
      assertLimit(post, 1000);
    },
  },
  {
    title: 'a retried body arrives whole',
    async run(stage) {
      const body = 'x'.repeat(20_000);

      assert.equal(await repeatedBody(stage, body), { status: 200, tries: 2, length: 20_000 });
    },
  },
  {
    title: 'a body above the replay limit is not replayed',
    async run(stage) {
      const outcome = await repeatedBody(stage, 'x'.repeat(200_000));

      if (stage.differences.largeBodyRetry === 'repeated') {
        assert.equal(outcome, { status: 200, tries: 2, length: 200_000 });
      } else {
        assert.equal(outcome, { status: 502, tries: 1, length: 0 });
      }
    },
  },
  {
    title: 'a large body moves on while nothing is sent',
    async run(stage) {
      const lengths: number[] = [];
      const b = await stage.origin(async (exchange) => {
        lengths.push((await exchange.body()).length);
        exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
      const peers = [{ port: await deadPort() }, { port: b.port }];
      const { port } = await stage.edge({ peers, maxFails: 0 });
      const question = { port, method: 'POST', body: 'x'.repeat(200_000) };

      assert.equal([(await ask(question)).status, (await ask(question)).status], [200, 200]);
      assert.equal(lengths, [200_000, 200_000]);
    },
  },
];

async function outcomesOf(
  stage: Stage,
  first: Script,
  options: Partial<EdgeOptions> = {},
): Promise<Record<string, string>> {
  const seen = new Set<string>();
  const good = says('good');
  // Whichever peer comes first fails: the case does not depend on whose turn it is.
  const script: Script = (exchange) => {
    if (seen.has(exchange.target)) return good(exchange);
    seen.add(exchange.target);
    return first(exchange);
  };
  const { port, visits } = await stage.group([script, script], { maxFails: 0, ...options });
  const outcome: Record<string, string> = {};
  for (const method of methods) {
    visits.length = 0;
    const { status: code } = await ask({ port, method, target: `/${method}`, ...bodyOf(method) });
    outcome[method] = `${code} in ${visits.length}`;
  }
  return outcome;
}

function bodyOf(method: string): { readonly body?: string } {
  return ['PUT', 'POST', 'PATCH'].includes(method) ? { body: 'some body' } : {};
}

async function repeatedBody(
  stage: Stage,
  body: string,
): Promise<{ readonly status: number; readonly tries: number; readonly length: number }> {
  let length = 0;
  const good: Script = async (exchange) => {
    length = (await exchange.body()).length;
    exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  };
  const { port, visits } = await stage.group([closes, good], { maxFails: 0 });
  const { status: code } = await ask({ port, method: 'PUT', body });
  return { status: code, tries: visits.length, length };
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await run();
  return performance.now() - from;
}
