/** Why a request went on to a peer: the words of RFC 9211 §2.2. */
export type Forwarded =
  | 'bypass'
  | 'method'
  | 'uri-miss'
  | 'vary-miss'
  | 'request'
  | 'stale'
  | 'partial';

/** What a cache did for one answer. */
export interface CacheOutcome {
  /** Absent for a hit. */
  readonly fwd?: Forwarded | undefined;
  /** What the peer answered, where that is not what the client is told. */
  readonly fwdStatus?: number | undefined;
  /** Whether the answer is being kept. */
  readonly stored?: boolean;
  /** Whether it is the answer to somebody else's request. */
  readonly collapsed?: boolean;
  /** A word for what the parameters can't say. */
  readonly detail?: string | undefined;
}

/**
 * The value of Cache-Status.
 *
 * @param ttlS  for how many more seconds the answer is fresh; negative when it is stale
 * @see RFC 9211
 */
export function cacheStatus(outcome: CacheOutcome, ttlS?: number): string {
  const { fwd, fwdStatus, stored, collapsed, detail } = outcome;
  let text = fwd === undefined ? 'edgefolio; hit' : `edgefolio; fwd=${fwd}`;
  if (fwdStatus !== undefined) text += `; fwd-status=${fwdStatus}`;
  if (stored) text += '; stored';
  if (collapsed) text += '; collapsed';
  if (ttlS !== undefined) text += `; ttl=${Math.floor(ttlS)}`;
  return detail === undefined ? text : `${text}; detail=${detail}`;
}
