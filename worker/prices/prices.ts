import type { Series, Span } from './series.ts';

/** What came of asking for one symbol. */
export type Quote =
  | { readonly symbol: string; readonly series: Series }
  | { readonly symbol: string; readonly unknown: string }
  | { readonly symbol: string; readonly unavailable: string };

/** Prices as the portfolio sees them: the store first, a source otherwise. */
export interface Prices {
  /**
   * Asks for several symbols at once; never throws for a symbol's sake, so that all faults can be
   * told together.
   *
   * @returns  one quote a symbol, in the order asked
   */
  quotes(symbols: readonly string[], span: Span): Promise<readonly Quote[]>;
}
