/** Where a peer is and what it is given. */
export interface PeerAddress {
  /** A name or address; an IPv6 address stands in brackets. */
  readonly host: string;
  readonly port: number;
  /** 1–1000. */
  readonly weight: number;
  /** Most attempts at a time; 0 = no limit. */
  readonly maxConns: number;
  /** Whether it is asked only when no other is available. */
  readonly backup: boolean;
}

type PeerRole = Omit<PeerAddress, 'host' | 'port'>;

const entry = /^(?<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+):(?<first>\d{1,5})(?:-(?<last>\d{1,5}))?$/i;
const roleOption = /^\s*(?:(?<name>weight|max-conns)=(?<value>[1-9]\d{0,5})|(?<flag>backup))\s*$/;
const mostPeers = 256;
const mostWeight = 1000;

/**
 * Reads a list such as `127.0.0.1:8001-8004;weight=2;max-conns=8, spare.example:8001;backup`.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parsePeers(text: string): readonly PeerAddress[] {
  const peers = text.split(',').flatMap((part) => parseEntry(part.trim()));
  if (peers.length > mostPeers) throw new Error(`must name at most ${mostPeers} peers`);
  const ids = new Set(peers.map(({ host, port }) => `${host}:${port}`));
  if (ids.size < peers.length) throw new Error('must name each peer once');
  if (peers.every(({ backup }) => backup)) throw new Error('must name a peer that is no backup');
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
  const role = parseRole(options);
  return Array.from({ length: last - first + 1 }, (_, i) => ({ host, port: first + i, ...role }));
}

function parseRole(options: readonly string[]): PeerRole {
  const given = new Map<string, number>();
  for (const option of options) {
    const found = roleOption.exec(option)?.groups;
    const name = found?.['name'] ?? found?.['flag'] ?? '';
    if (found === undefined || given.has(name)) throw wrongOption();
    given.set(name, Number(found['value']));
  }
  const weight = given.get('weight') ?? 1;
  const maxConns = given.get('max-conns') ?? 0;
  if (weight > mostWeight) throw wrongOption();
  return { weight, maxConns, backup: given.has('backup') };
}

function wrongOption(): Error {
  const options = 'weight=N with N from 1 to 1000, max-conns=N with N from 1 to 999999, backup';
  return new Error(`may give a peer each of these once: ${options}`);
}
