import { type Question, repeatable } from './question.ts';

/** What a client saw of one request. */
export interface Seen {
  readonly question: Question;
  /** 0 when no head came. */
  readonly status: number;
  /** Whether the answer was whole, as the client can tell by its framing. */
  readonly whole: boolean;
  /** Whether what came is (the beginning of) the answer to this question, and no other's. */
  readonly own: boolean;
  /** What the proxy says of an answer of its own. */
  readonly proxyStatus: string | undefined;
  /** The code of the client's error; empty without one. */
  readonly code: string;
}

/**
 * - `right`: the right answer, whole
 * - `refused`: the proxy answered itself, with its reason; or a peer said that it is busy
 * - `cut`: the peer broke off within its answer, and the client can tell
 * - `wrong`: an answer that looks whole and is not the right one
 * - `silent`: no answer and no reason
 */
export type Verdict = 'right' | 'refused' | 'cut' | 'wrong' | 'silent';

/** Judges what a client saw. */
export function judge({ status, whole, own, proxyStatus }: Seen): Verdict {
  if (status === 0) return 'silent';
  if (!whole) return own ? 'cut' : 'wrong';
  if (status === 200) return own ? 'right' : 'wrong';
  return own || proxyStatus?.includes('; error=') ? 'refused' : 'wrong';
}

/** What the access log says of a request. */
export interface AccessLine {
  readonly status: number;
  /** One entry an attempt. */
  readonly tries: readonly unknown[];
}

/** What the front logged. */
export interface Logged {
  /** Requests of which the error log says that their response was broken off. */
  readonly brokenOff: ReadonlySet<string>;
  /** The lines that the access log has of each request. */
  readonly accessed: ReadonlyMap<string, readonly AccessLine[]>;
}

/** Why an outcome is not as it must be; undefined when it is. */
export function complaint(seen: Seen, { brokenOff, accessed }: Logged): string | undefined {
  const { question, status } = seen;
  const verdict = judge(seen);
  const lines = accessed.get(question.id) ?? [];
  if (verdict === 'wrong' || verdict === 'silent') return verdict;
  if (verdict !== 'right' && repeatable(question)) return `a repeatable request was ${verdict}`;
  if (verdict === 'cut' && !brokenOff.has(question.id)) return 'cut without a reason in the log';
  if (lines.length !== 1) return `${lines.length} lines in the access log`;
  if (lines[0]?.status !== status) return `logged as ${lines[0]?.status}`;
  return undefined;
}
