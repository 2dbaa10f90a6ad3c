import type { ClientView } from '../protection/client-view.ts';
import { SharedFields } from '../shared-fields.ts';
import { forwardedChain, forwardedElement, forwardedForChain } from './forwarded.ts';
import type { RequestHead } from './headers.ts';
import { viaEntry, viaEntryOfHttp2 } from './via.ts';

/** What was told of a connection's requests last. */
interface Told {
  readonly host: string;
  readonly shared: SharedFields;
}

const lastTold = new WeakMap<ClientView, Told>();

/** What a peer is told of the way that a request took before. */
export type WayHead = Pick<RequestHead, 'host' | 'via'> & {
  /** The version of HTTP that the client spoke, such as `1.1`. */
  readonly version: string;
};

/**
 * What peers are told of who asked whom. All requests of a connection that name the same host share
 * it, unless somebody before the proxy tells of each another way.
 *
 * @see RFC 7239 for Forwarded, RFC 9110 §7.6.3 for Via
 */
export function toldOfWay(view: ClientView, head: WayHead): SharedFields {
  if (view.way !== undefined || head.via !== '') return made(view, head);
  const last = lastTold.get(view);
  if (last?.host === head.host) return last.shared;
  const shared = made(view, head);
  // Cut out of a head, the host would keep all of it for as long as its connection is there.
  lastTold.set(view, { host: Buffer.from(head.host, 'latin1').toString('latin1'), shared });
  return shared;
}

function made(view: ClientView, { host, via, version }: WayHead): SharedFields {
  const { address: client, scheme, localPort, way } = view;
  const asked = { client, scheme, host: way?.host ?? host };
  const forwardedFor = way === undefined ? client : forwardedForChain(way);
  const forwarded = way === undefined ? forwardedElement(asked) : forwardedChain(way, asked, host);
  const entry = version === '2' ? viaEntryOfHttp2 : viaEntry;
  return new SharedFields([
    ...['X-Real-IP', client, 'X-Forwarded-For', forwardedFor, 'X-Forwarded-Proto', scheme],
    ...(asked.host === '' ? [] : ['X-Forwarded-Host', asked.host]),
    ...['X-Forwarded-Port', String(localPort), 'Forwarded', forwarded],
    ...['Via', via === '' ? entry : `${via}, ${entry}`],
  ]);
}
