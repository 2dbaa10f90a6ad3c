import * as assert from 'uvu/assert';
import type { ContractCase, Stage } from '../stage.ts';
import { ConnectionCut } from '../support/byte-reader.ts';
import { Gate } from '../support/gate.ts';
import { fieldValue } from '../support/message.ts';
import type { OriginExchange } from '../support/origin.ts';
import { ask, openClient } from '../support/raw-client.ts';
import { says, writesAndCloses } from '../support/scripts.ts';

const cut = writesAndCloses('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');

/** Answers that break off in their body while the client has not seen their head. */
export const wholeAnswers: readonly ContractCase[] = [
  {
    title: 'a small answer that is cut is asked for again',
    async run(stage) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const { port, visits } = await stage.group([cut, says('b')], { maxFails: 0 });
        const got = await outcome({ port, method });
        const expected = held(stage) ? ['200 b', 'ab'] : ['cut', 'a'];
        assert.equal([got, visits.join('')], expected, method);
      }
    },
  },
  {
    title: 'a small answer that is cut has a reason where nobody else can be asked',
    async run(stage) {
      const { port } = await stage.group([cut]);

      if (held(stage)) {
        for (const method of ['GET', 'POST']) {
          const got = await ask({ port, method, body: 'x' });
          assert.is(got.status, 502);
          assert.match(fieldValue(got, 'proxy-status') ?? '', '; error=');
        }
      } else assert.is(await outcome({ port, method: 'GET' }), 'cut');
    },
  },
  {
    title: 'a small answer to a POST is not asked for again',
    async run(stage) {
      const { port, visits } = await stage.group([cut, says('b')], { maxFails: 0 });

      const got = await outcome({ port, method: 'POST' });

      assert.equal([got, visits.join('')], [held(stage) ? '502' : 'cut', 'a']);
    },
  },
  {
    title: 'a peer that cuts its small answers is left alone',
    async run(stage) {
      const options = { maxFails: 1, failTimeoutMs: 5000 };
      const { port, visits } = await stage.group([cut, says('b')], options);

      for (let turn = 0; turn < 4; turn += 1) await outcome({ port, method: 'GET' });

      assert.is(visits.join(''), held(stage) ? 'abbbb' : 'abab');
    },
  },
  {
    title: 'a small answer that stops is asked for again',
    async run(stage) {
      const stops = async (exchange: OriginExchange): Promise<void> => {
        exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
        await exchange.closed();
      };
      const options = { maxFails: 0, responseTimeoutMs: 300 };
      const { port } = await stage.group([stops, says('b')], options);

      const got = await outcome({ port, method: 'GET' });

      assert.is(got, held(stage) ? '200 b' : 'cut');
    },
  },
  {
    title: 'an answer to a request that still comes is held back from nobody',
    async run(stage) {
      const heard = new Gate();
      const { port } = await stage.single(async (exchange) => {
        if (stage.differences.requestBody === 'taken whole first') await exchange.body();
        exchange.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab');
        await heard.opened();
        exchange.write('cd');
      });
      const client = await openClient(port);
      client.send('PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n');
      client.send('x'.repeat(299_999));
      if (stage.differences.requestBody === 'taken whole first') client.send('x');

      await client.head();
      heard.open();

      assert.is((await client.reader.bytes(4)).toString(), 'abcd');
      client.destroy();
    },
  },
];

function held({ differences }: Stage): boolean {
  return differences.smallAnswer === 'held until whole';
}

/** The status, with the body of a 200; or `cut`. */
async function outcome({
  port,
  method,
}: {
  readonly port: number;
  readonly method: string;
}): Promise<string> {
  const bodied = method === 'PUT' || method === 'POST';
  try {
    const { status, body } = await ask({ port, method, ...(bodied && { body: 'x' }) });
    return status === 200 ? `200 ${body}` : String(status);
  } catch (error) {
    if (error instanceof ConnectionCut) return 'cut';
    throw error;
  }
}
