import * as assert from 'uvu/assert';
import type { ContractCase, Stage } from '../stage.ts';
import { fieldValue, fieldValues, type Head } from '../support/message.ts';
import { ask } from '../support/raw-client.ts';
import { says } from '../support/scripts.ts';

/** What hops may say of their clients, where the edge was told to trust them. */
export const trustedHops: readonly ContractCase[] = [
  {
    title: 'the client that a trusted hop names is told to the peer',
    async run(stage) {
      const head = await toldBy(stage, ['X-Forwarded-For: 192.0.2.1']);

      assert.is(fieldValue(head, 'x-real-ip'), '192.0.2.1');
      assert.is(fieldValues(head, 'x-forwarded-for').join(', '), '192.0.2.1, 127.0.0.1');
      assert.match(fieldValue(head, 'forwarded') ?? '', /^for=192\.0\.2\.1;.*, for=127\.0\.0\.1;/);
    },
  },
  {
    title: 'the client is the last hop that is not trusted',
    async run(stage) {
      const chain = '198.51.100.7, 192.0.2.1, 127.0.0.9, 127.1.2.3';
      const head = await toldBy(stage, [`X-Forwarded-For: ${chain}`]);

      assert.is(fieldValue(head, 'x-real-ip'), '192.0.2.1');
      assert.is(fieldValue(head, 'x-forwarded-for'), `${chain}, 127.0.0.1`);
    },
  },
  {
    title: 'where all hops are trusted, the client is the first',
    async run(stage) {
      const head = await toldBy(stage, ['X-Forwarded-For: 127.0.0.8, 127.0.0.9']);

      assert.is(fieldValue(head, 'x-real-ip'), '127.0.0.8');
    },
  },
  {
    title: 'several lines of hops are one list',
    async run(stage) {
      const head = await toldBy(stage, [
        'X-Forwarded-For: 198.51.100.7',
        'X-Forwarded-For: 192.0.2.1, 127.0.0.9',
      ]);

      assert.is(fieldValue(head, 'x-real-ip'), '192.0.2.1');
    },
  },
  {
    title: 'nothing is believed left of what is no address',
    async run(stage) {
      const head = await toldBy(stage, ['X-Forwarded-For: 192.0.2.1, nonsense']);
      const partly = await toldBy(stage, ['X-Forwarded-For: 192.0.2.1, nonsense, 127.0.0.9']);

      assert.is(fieldValue(head, 'x-real-ip'), '127.0.0.1');
      assert.is(fieldValue(partly, 'x-real-ip'), '127.0.0.9');
    },
  },
  {
    title: 'addresses may have ports, and be of IPv6',
    async run(stage) {
      const four = await toldBy(stage, ['X-Forwarded-For: 192.0.2.1:4711']);
      const six = await toldBy(stage, ['X-Forwarded-For: [2001:db8::7]:4711']);

      assert.is(fieldValue(four, 'x-real-ip'), '192.0.2.1');
      assert.is(fieldValue(six, 'x-real-ip'), '2001:db8::7');
      assert.match(fieldValue(six, 'forwarded') ?? '', /^for="\[2001:db8::7\]"/);
    },
  },
  {
    title: 'a client can not speak for its hop by underscores',
    async run(stage) {
      const head = await toldBy(stage, [
        'X_Forwarded_Host: evil.test',
        'X_Forwarded_Proto: https',
        'X-Forwarded-Host: a.test',
        'X-Forwarded-Proto: http',
      ]);

      assert.is(fieldValue(head, 'x-forwarded-host'), 'a.test');
      assert.is(fieldValue(head, 'x-forwarded-proto'), 'http');
      assert.is(fieldValue(head, 'x_forwarded_host'), undefined);
    },
  },
  {
    title: 'protocol, host and port of a trusted hop are told on',
    async run(stage) {
      const head = await toldBy(stage, [
        'X-Forwarded-For: 192.0.2.1',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Host: shop.test',
        'X-Forwarded-Port: 8443',
      ]);

      assert.is(fieldValue(head, 'x-forwarded-proto'), 'https');
      assert.is(fieldValue(head, 'x-forwarded-host'), 'shop.test');
      assert.is(fieldValue(head, 'x-forwarded-port'), '8443');
      assert.match(fieldValue(head, 'forwarded') ?? '', /^[^,]*host="shop\.test";proto=https/);
    },
  },
  {
    title: 'the port follows from the protocol where it is not told',
    async run(stage) {
      const head = await toldBy(stage, ['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-Proto: https']);

      assert.is(fieldValue(head, 'x-forwarded-port'), '443');
    },
  },
  {
    title: 'what another than a trusted hop says is dropped',
    async run(stage) {
      const group = await stage.group([says('a')], { trusted: ['192.0.2.0/24'] });
      const fields = ['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-Proto: https'];
      await ask({ port: group.port, fields });

      const [head] = group.origins[0]?.received ?? [];
      assert.is(head && fieldValue(head, 'x-real-ip'), '127.0.0.1');
      assert.is(head && fieldValue(head, 'x-forwarded-for'), '127.0.0.1');
      assert.is(head && fieldValue(head, 'x-forwarded-proto'), 'http');
    },
  },
];

async function toldBy(stage: Stage, fields: readonly string[]): Promise<Head> {
  const group = await stage.group([says('a')], { trusted: ['127.0.0.0/8'] });
  await ask({ port: group.port, fields });
  const [head] = group.origins[0]?.received ?? [];
  if (head === undefined) throw new Error('nothing arrived');
  return head;
}
