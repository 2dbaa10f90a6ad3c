/** Statuses of a peer for which a stale response is better (RFC 5861 §4). */
export const failingStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);
