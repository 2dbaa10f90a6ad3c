import { Problem } from '../../service/problem.ts';
import { cacheKey } from '../cache/cache-key.ts';
import type { AdminSource } from './source.ts';

/** The path of a purge, without its query. */
export const purgePath = '/-/cache/purge';

/** What was done. */
export interface Purged {
  /** How many stored responses were forgotten. */
  readonly purged: number;
}

const whatToPurge =
  'A purge needs one of ?key=URI, ?prefix=URI and ?all, with URIs such as http://host/path.';

const absoluteUri = /^(?<scheme>https?):\/\/(?<host>[^/?#]+)(?<path>\/[^#]*)$/i;

/**
 * Forgets stored responses: `?key=http://host/path?query` those of one URI, `?prefix=http://host/a/`
 * those of all that begin so, `?all` every one. Responses that are under way are not stored either.
 *
 * @param query  the target from its question mark on
 * @throws {Problem} 400 when it says nothing of this, 404 when there is no cache
 */
export function purge({ cache, log }: AdminSource, query: string): Purged {
  if (cache === undefined) throw new Problem({ status: 404, detail: 'There is no cache.' });
  const asked = new URLSearchParams(query);
  const [name, more] = [...asked.keys()];
  const value = asked.get(name ?? '') ?? '';
  if (more !== undefined) throw malformed();
  let purged: number;
  if (name === 'all' && value === '') purged = cache.purgePrefix('');
  else if (name === 'key') purged = cache.purgeKey(keyOf(value));
  else if (name === 'prefix') purged = cache.purgePrefix(keyOf(value));
  else throw malformed();
  log.info('cache purged by hand', { [name]: value, purged });
  return { purged };
}

function keyOf(uri: string): string {
  const { scheme = '', host = '', path = '' } = absoluteUri.exec(uri)?.groups ?? {};
  if (host === '') throw malformed();
  return cacheKey({ scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http', host, path });
}

function malformed(): Problem {
  return new Problem({ status: 400, detail: whatToPurge });
}
