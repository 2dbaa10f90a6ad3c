import type { ClientStream } from '../client/client-stream.ts';
import type { Tunnel } from '../tunnels/tunnel.ts';
import type { Tunnels } from '../tunnels/tunnels.ts';
import type { Switched } from './answered.ts';
import type { Patience } from './waits.ts';

/** Joins both ends of an exchange whose peer agreed to another protocol. */
export function openTunnel(
  tunnels: Tunnels,
  { peer: { id: peerId }, connection }: Switched,
  client: { readonly stream: ClientStream; readonly patience: Patience },
): Tunnel {
  const { stream, patience } = client;
  patience.begin('tunnel');
  return tunnels.open({
    client: stream.takeOver(),
    peer: connection,
    peerId,
    onProgress: () => patience.begin('tunnel'),
    onClose: () => undefined,
  });
}
