/** Where a peer is and what share it takes. */
export interface PeerAddress {
  /** A name or address; an IPv6 address stands in brackets. */
  readonly host: string;
  readonly port: number;
  /** 1–1000. */
  readonly weight: number;
}

const entry = /^(?<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+):(?<first>\d{1,5})(?:-(?<last>\d{1,5}))?$/i;
const mostPeers = 256;

/**
 * Reads a list such as `127.0.0.1:8001-8004;weight=2, backup.example:8001`.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parsePeers(text: string): readonly PeerAddress[] {
  const peers = text.split(',').flatMap((part) => parseEntry(part.trim()));
  if (peers.length > mostPeers) throw new Error(`must name at most ${mostPeers} peers`);
  const ids = new Set(peers.map(({ host, port }) => `${host}:${port}`));
  if (ids.size < peers.length) throw new Error('must name each peer once');
  return peers;
}

function parseEntry(text: string): PeerAddress[] {
  const [address = '', ...options] = text.split(';');
  const found = entry.exec(address.trim())?.groups;
  if (found === undefined) {
    throw new Error('must list host:port or host:first-last, separated by commas');
  }
  const host = found['host'] ?? '';
  const first = Number(found['first']);
  const last = Number(found['last'] ?? first);
  if (first < 1 || last > 65535 || last < first) {
    throw new Error('must have ports from 1 to 65535, the lower first');
  }
  if (last - first >= mostPeers) throw new Error(`must name at most ${mostPeers} peers`);
  const weight = parseWeight(options);
  return Array.from({ length: last - first + 1 }, (_, i) => ({ host, port: first + i, weight }));
}

function parseWeight(options: readonly string[]): number {
  const [option = 'weight=1', ...more] = options;
  const weight = Number(/^\s*weight=(\d{1,4})\s*$/.exec(option)?.[1] ?? 0);
  if (more.length > 0 || weight < 1 || weight > 1000) {
    throw new Error('may give a peer one option, weight=N with N from 1 to 1000');
  }
  return weight;
}
