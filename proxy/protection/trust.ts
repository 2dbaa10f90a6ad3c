import type { ClientOrigin } from '../client/client-stream.ts';
import type { TrustSettings } from '../settings/trust.ts';
import { AddressSet } from './address-set.ts';
import { nodeAddress } from './address-text.ts';
import { readClaims } from './claims.ts';
import type { ClientView } from './client-view.ts';
import { type Asked, toldWay } from './told-way.ts';

const ownFields: ReadonlySet<string> = new Set(['forwarded', 'x-forwarded-for', 'x-real-ip']);

/**
 * Decides what is believed of what a hop says. From the connection backwards every hop that is
 * trusted may name the one before it, as with nginx's `real_ip_recursive on`.
 */
export class Trust {
  readonly #hops: AddressSet;
  readonly #header: string;

  constructor({ hops, header }: TrustSettings) {
    this.#hops = new AddressSet(hops);
    this.#header = header;
  }

  /** Whether any hop is trusted at all. */
  get any(): boolean {
    return !this.#hops.empty;
  }

  /** Whether `address` is a trusted hop, which speaks for many clients. */
  trusts(address: string): boolean {
    return this.#hops.has(address);
  }

  /**
   * The field that a request from `address` must not carry on, beside those that never go on;
   * empty = none.
   */
  forbiddenField(address: string): string {
    if (this.#hops.empty || ownFields.has(this.#header)) return '';
    return this.#hops.has(address) ? '' : this.#header;
  }

  /**
   * Who asks.
   *
   * @param connection  what the connection shows
   * @param fields      of the request: name, value, name, value…
   * @returns `connection` itself where that is no trusted hop
   */
  view(connection: ClientOrigin, fields: readonly string[]): ClientView {
    if (!this.#hops.has(connection.address)) return connection;
    const told = toldWay(readClaims(fields, this.#header), this.#header);
    const addresses = this.#believed(connection.address, told.nodes);
    const asked = told.asked(told.nodes.length - addresses.length);
    const scheme = schemeOf(asked.proto);
    const host = hostName.test(asked.host) ? asked.host : undefined;
    const port = portOf(asked, scheme);
    const { forwarded, forwardedFor = addresses.join(', ') } = told;
    return {
      address: addresses[0] ?? connection.address,
      localPort: port ?? connection.localPort,
      scheme: scheme ?? connection.scheme,
      way: { hop: connection, host, port, forwardedFor, forwarded, addresses },
    };
  }

  /** The addresses that are believed, the client's first. Nothing to the left of a doubt is. */
  #believed(connected: string, nodes: readonly string[]): readonly string[] {
    const addresses: string[] = [];
    let hop = connected;
    for (let i = nodes.length - 1; i >= 0 && this.#hops.has(hop); i -= 1) {
      const address = nodeAddress(nodes[i] ?? '');
      if (address === undefined) break;
      addresses.push(address);
      hop = address;
    }
    return addresses.reverse();
  }
}

const hostName = /^(?:\[[0-9a-f:.]+\]|[\w.~-]+)(?::\d{1,5})?$/i;

function schemeOf(proto: string): 'http' | 'https' | undefined {
  const scheme = proto.toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : undefined;
}

/** The port that the client connected to, where it was told or follows. */
function portOf(asked: Asked, scheme: 'http' | 'https' | undefined): number | undefined {
  const text = asked.port || /:(\d+)$/.exec(asked.host)?.[1] || '';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  if (scheme === undefined) return undefined;
  return scheme === 'https' ? 443 : 80;
}
