import * as assert from 'uvu/assert';
import { eventually } from '../../support/eventually.ts';
import type { ContractCase } from '../stage.ts';
import { HeldRequests, holds } from '../support/held.ts';
import { fieldValue } from '../support/message.ts';
import { ask, type RawResponse } from '../support/raw-client.ts';
import { says } from '../support/scripts.ts';
import { assertLimit } from '../support/waiting.ts';

/** Who is let in, and how often. */
export const protection: readonly ContractCase[] = [
  {
    title: 'an address that is denied gets 403',
    async run(stage) {
      const addressRules = ['allow 192.0.2.0/24', 'deny all'];
      const { port, origins } = await stage.group([says('a')], { addressRules });

      const answer = await ask({ port, method: 'POST', body: 'x'.repeat(1000) });

      isRefusal(answer, 403);
      assert.is(origins[0]?.received.length, 0);
    },
  },
  {
    title: 'the first rule that an address meets decides',
    async run(stage) {
      const addressRules = ['deny 127.0.0.2', 'allow 127.0.0.0/8', 'deny all'];
      const { port } = await stage.group([says('a')], { addressRules });

      assert.is((await ask({ port })).status, 200);
    },
  },
  {
    title: 'rules hold for the client that a trusted hop names',
    async run(stage) {
      const { port } = await stage.group([says('a')], {
        trusted: ['127.0.0.1'],
        addressRules: ['deny 192.0.2.0/24', 'deny 2001:db8::/32'],
      });
      const from = async (client: string): Promise<number> =>
        (await ask({ port, fields: [`X-Forwarded-For: ${client}`] })).status;

      assert.is(await from('192.0.2.1'), 403);
      assert.is(await from('2001:db8::1'), 403);
      assert.is(await from('198.51.100.1'), 200);
    },
  },
  {
    title: 'a burst is let in, and what exceeds it gets 429',
    async run(stage) {
      const rateLimit = { rate: '6r/m', burst: 2 };
      const { port, origins } = await stage.group([says('a')], { rateLimit });
      const answers: RawResponse[] = [];
      for (let turn = 0; turn < 5; turn += 1) answers.push(await ask({ port }));

      assert.equal(
        answers.map(({ status }) => status),
        [200, 200, 200, 429, 429],
      );
      const last = answers.at(-1);
      if (last !== undefined) isRefusal(last, 429);
      assert.ok(Number(last && fieldValue(last, 'retry-after')) >= 1);
      assert.is(origins[0]?.received.length, 3);
    },
  },
  {
    title: 'what is refused makes no one wait longer',
    timed: true,
    async run(stage) {
      const rateLimit = { rate: '15r/m', burst: 0 };
      const { port } = await stage.group([says('a')], { rateLimit });
      const since = performance.now();
      assert.is((await ask({ port })).status, 200);
      let refused = 0;

      // Were refusals counted, each of these would put it off by another four seconds.
      const ms = await eventually('it is let in again', async () => {
        const { status } = await ask({ port });
        refused += Number(status === 429);
        return status === 200 && performance.now() - since;
      });

      assert.ok(refused > 0, 'none was refused');
      assert.ok(ms > 3900, `after ${ms} ms`);
    },
  },
  {
    title: 'requests ahead of the rate wait, if they are told to',
    timed: true,
    async run(stage) {
      const rateLimit = { rate: '30r/m', burst: 2, delay: true };
      const { port } = await stage.group([says('a')], { rateLimit });
      const since = performance.now();
      const ended = async (): Promise<number> => {
        assert.is((await ask({ port })).status, 200);
        return performance.now() - since;
      };

      const times = (await Promise.all([ended(), ended(), ended()])).sort((a, b) => a - b);

      const [first = 0, second = 0, third = 0] = times;
      assert.ok(first < 1900, `first after ${first} ms`);
      assert.ok(second > 1900 && second < 3900, `second after ${second} ms`);
      assertLimit(third, 4000);
    },
  },
  {
    title: 'clients are counted apart',
    async run(stage) {
      const { port } = await stage.group([says('a')], {
        trusted: ['127.0.0.1'],
        rateLimit: { rate: '6r/m', burst: 0 },
      });
      const from = async (client: string): Promise<number> =>
        (await ask({ port, fields: [`X-Forwarded-For: ${client}`] })).status;

      assert.is(await from('192.0.2.1'), 200);
      assert.is(await from('192.0.2.1'), 429);
      assert.is(await from('192.0.2.2'), 200);
    },
  },
  {
    title: 'a client has only so many requests under way',
    async run(stage) {
      const held: HeldRequests = new HeldRequests(
        () => group.port,
        () => group.visits.length,
      );
      const group = await stage.group([holds('a', held.gate)], { clientRequests: 1 });
      await held.add();
      const second = await ask({ port: group.port });

      isRefusal(second, 429);
      assert.is(await held.end(), 'a');
      assert.is((await ask({ port: group.port })).status, 200);
    },
  },
  {
    title: 'a host that is not served gets 421',
    async run(stage) {
      const { port, origins } = await stage.group([says('a')], { allowedHosts: ['edge.test'] });

      isRefusal(await ask({ port, host: 'evil.test' }), 421);
      assert.is(origins[0]?.received.length, 0);
      assert.is((await ask({ port, host: 'edge.test' })).status, 200);
      assert.is((await ask({ port, host: 'EDGE.test:99' })).status, 200);
    },
  },
  {
    title: 'pages of other origins get 403',
    async run(stage) {
      const allowedOrigins = ['https://app.test'];
      const { port, origins } = await stage.group([says('a')], { allowedOrigins });
      const from = (origin: string): Promise<RawResponse> =>
        ask({ port, fields: [`Origin: ${origin}`] });

      isRefusal(await from('https://evil.test'), 403);
      isRefusal(await from('null'), 403);
      assert.is(origins[0]?.received.length, 0);
      assert.is((await from('https://app.test')).status, 200);
      assert.is((await ask({ port })).status, 200);
    },
  },
  {
    title: 'the token of the proxy can not be forged',
    async run(stage) {
      const { port, origin } = await stage.single(says('hello'));
      await ask({ port, fields: ['X-Edgefolio-Token: forged'] });

      const [head] = origin.received;
      assert.is(head && fieldValue(head, 'x-edgefolio-token'), undefined);
    },
  },
];

function isRefusal(answer: RawResponse, status: number): void {
  assert.is(answer.status, status);
  assert.is(fieldValue(answer, 'content-type'), 'application/problem+json');
  assert.match(fieldValue(answer, 'proxy-status') ?? '', 'error=http_request_denied');
  assert.match(fieldValue(answer, 'x-request-id') ?? '', /^[0-9a-f]{32}$/);
  assert.is(JSON.parse(answer.body.toString()).status, status);
}
