import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { performServerHandshake, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pulse } from '../../../../proxy/client/http2/pulse.ts';
import { makeCertificate } from '../../../support/certificates.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  fieldBlock,
  frame,
  frameFlags,
  frameTypes,
  type Http2Client,
  openHttp2,
  plainRequest,
} from '../../../support/http2-client.ts';

interface Stage {
  readonly pulse: Pulse;
  readonly client: Http2Client;
  /** What the server has of the connection. */
  readonly socket: Socket;
}

const pulses = suite('pulse of an HTTP/2 session');
const { endHeaders, endStream } = frameFlags;

/** One session with a request that is never answered. */
async function withSession(run: (stage: Stage) => Promise<void>): Promise<void> {
  const { keyPath, certificatePath } = makeCertificate(['DNS:edge.test']);
  const [key, cert] = [readFileSync(keyPath), readFileSync(certificatePath)];
  const server = createServer({ key, cert, ALPNProtocols: ['h2'] });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected: Promise<[Socket]> = once(server, 'secureConnection') as Promise<[Socket]>;
  const opening = openHttp2((server.address() as AddressInfo).port);
  const [socket] = await connected;
  const session: ServerHttp2Session = performServerHandshake(socket);
  session.on('error', () => undefined);
  const client = await opening;
  const asked = once(session, 'stream');
  client.send(frame(frameTypes.headers, endHeaders | endStream, 1, fieldBlock(plainRequest)));
  await asked;
  try {
    await run({ pulse: new Pulse(session, socket), client, socket });
  } finally {
    client.destroy();
    socket.destroy();
    server.close();
  }
}

pulses('a session that waits for its answer beats', () =>
  withSession(async ({ pulse, socket }) => {
    for (let turn = 0; turn < 3; turn++) {
      const before = socket.bytesWritten;

      assert.is(pulse.look(), 'asked');
      await eventually('the ping has left', () => socket.bytesWritten > before);
      assert.is(pulse.look(), 'alive');
    }
  }),
);

pulses('a session that broke its connection off is dead at the second look', () =>
  withSession(async ({ pulse, client }) => {
    client.send(frame(frameTypes.data, endStream, 1, Buffer.from('after the end')));
    await client.goaway();
    const looks = [pulse.look(), pulse.look()];

    assert.is(looks[1], 'dead');
  }),
);

pulses.run();
