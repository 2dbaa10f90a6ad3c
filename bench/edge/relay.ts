import { connect, createServer } from 'node:net';
import process from 'node:process';

/** One for all connections: what was read leaves it at once. */
const block = Buffer.allocUnsafeSlow(65_536);

// What a plain program on Node comes to that has nothing to do: each client has a connection of its own to
// the peer, and what one of them sends goes to the other by Node's streams, unread.
const [port, peerPort] = process.argv.slice(2);
const server = createServer({ noDelay: true }, (client) => {
  const callback = (sizeBytes: number): boolean => {
    client.write(Buffer.from(block.subarray(0, sizeBytes)));
    return true;
  };
  const plan = { host: '127.0.0.1', port: Number(peerPort), noDelay: true };
  const peer = connect({ ...plan, onread: { buffer: block, callback } });
  client.on('data', (bytes) => peer.write(bytes));
  client.on('error', () => undefined).on('close', () => peer.destroy());
  peer.on('error', () => undefined).on('close', () => client.destroy());
});
server.listen(Number(port), '127.0.0.1');
