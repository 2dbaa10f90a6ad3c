import type { Day } from './day.ts';
import type { Span } from './series.ts';

/** Whose prices a symbol stands for. */
export interface Alias {
  /** The symbol that carries the history today. */
  readonly symbol: string;
  /** A sentence for the reader of an answer. */
  readonly note: string;
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  /** The last day on which `from` was the instrument's symbol. */
  readonly lastDay: Day;
  readonly note: string;
}

const renamings: readonly Renaming[] = [
  {
    from: 'FB',
    to: 'META',
    // 2022-06-08. The letters belong to another instrument since 2025-06-24.
    lastDay: 19_151,
    note: 'FB was the symbol of Meta Platforms until 2022-06-08; the prices are those of META.',
  },
];

/**
 * The symbol under which sources keep what `symbol` meant during all of `span`. Sources file a
 * history under its newest symbol, and an old symbol may have been given to another instrument.
 *
 * @returns undefined where the symbol means today what it meant then
 */
export function aliasOf(symbol: string, span: Span): Alias | undefined {
  const found = renamings.find(({ from, lastDay }) => from === symbol && span.last <= lastDay);
  return found && { symbol: found.to, note: found.note };
}
