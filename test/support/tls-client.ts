import { once } from 'node:events';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** Makes a TLS connection to a port of this host, with whatever certificate it has. */
export async function openTlsClient(
  port: number,
  options: ConnectionOptions = {},
): Promise<TLSSocket> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** The alternative names of the certificate that a server shows. */
export async function namesShown(port: number, servername?: string): Promise<string | undefined> {
  const socket = await openTlsClient(port, servername === undefined ? {} : { servername });
  const names = socket.getPeerCertificate().subjectaltname;
  socket.destroy();
  return names;
}

/** Sends one request of HTTP/1.1 on a connection of its own that it asks to close; all that comes. */
export async function askByTls(port: number, head: string): Promise<string> {
  const socket = await openTlsClient(port, { servername: 'edge.test' });
  socket.write(`${head}\r\nHost: edge.test\r\nConnection: close\r\n\r\n`);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  await once(socket, 'end');
  socket.destroy();
  return text;
}
