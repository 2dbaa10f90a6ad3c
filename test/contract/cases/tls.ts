import type { TcpNetConnectOpts } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ConnectionOptions } from 'node:tls';
import * as assert from 'uvu/assert';
import { askByTls, openTlsClient } from '../../support/tls-client.ts';
import type { ContractCase } from '../stage.ts';
import { fieldValue } from '../support/message.ts';
import { ask } from '../support/raw-client.ts';
import { says } from '../support/scripts.ts';

// Node's types leave out that clients have it, too.
const halfOpen: ConnectionOptions & Pick<TcpNetConnectOpts, 'allowHalfOpen'> = {
  allowHalfOpen: true,
};

/** What TLS adds to an edge. */
export const tls: readonly ContractCase[] = [
  {
    title: 'a request by TLS is answered, and its peer told of https',
    async run(stage) {
      const { edge, origin } = await stage.single(says('hello'));

      const answer = await askByTls(edge.tlsPort, 'GET /a?b=%20 HTTP/1.1');

      assert.match(answer, /^HTTP\/1.1 200 .*hello$/s);
      const [asked] = origin.received;
      assert.is(asked?.startLine, 'GET /a?b=%20 HTTP/1.1');
      assert.ok(asked !== undefined);
      assert.is(fieldValue(asked, 'x-forwarded-proto'), 'https');
      assert.is(fieldValue(asked, 'x-forwarded-port'), String(edge.tlsPort));
      assert.match(fieldValue(asked, 'forwarded') ?? '', /proto=https$/);
    },
  },
  {
    title: 'plain HTTP where TLS is spoken is a bad request',
    async run(stage) {
      const { edge, origin } = await stage.single(says('hello'));

      const { status } = await ask({ port: edge.tlsPort });

      assert.is(status, 400);
      assert.is(origin.received.length, 0);
    },
  },
  {
    title: 'a client that has ended its sending by TLS is answered',
    async run(stage) {
      const { edge } = await stage.single(async (exchange) => {
        // What ended has long been noticed.
        await new Promise((resolve) => setTimeout(resolve, 100));
        await says('hello')(exchange);
      });
      const client = await openTlsClient(edge.tlsPort, halfOpen);

      client.end('GET / HTTP/1.1\r\nHost: edge.test\r\n\r\n');

      const heard = await text(client).catch((error: NodeJS.ErrnoException) => error.code ?? '');
      const answered = stage.differences.halfClosedClient === 'answered';
      // Who gives a client up with its last record unread sends a reset instead of an end.
      assert.match(heard, answered ? /hello$/ : /^(ECONNRESET)?$/);
    },
  },
  {
    title: 'a session is resumed',
    async run(stage) {
      const { edge } = await stage.single(says('hello'));
      const first = await openTlsClient(edge.tlsPort, { maxVersion: 'TLSv1.2' });
      const session = first.getSession();
      first.destroy();
      assert.ok(session !== undefined);

      const second = await openTlsClient(edge.tlsPort, { maxVersion: 'TLSv1.2', session });

      assert.ok(second.isSessionReused());
      second.destroy();
    },
  },
  {
    title: 'HTTP/2 is offered, and HTTP/1.1 to those who know no other',
    async run(stage) {
      const { edge } = await stage.single(says('hello'));
      const agreed = async (protocols: readonly string[]): Promise<unknown> => {
        const socket = await openTlsClient(edge.tlsPort, { ALPNProtocols: [...protocols] });
        socket.destroy();
        return socket.alpnProtocol;
      };

      assert.is(await agreed(['http/1.1', 'h2']), 'h2');
      assert.is(await agreed(['http/1.1']), 'http/1.1');
    },
  },
];
