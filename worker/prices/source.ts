import type { Series, Span } from './series.ts';

/** A place that prices can be asked of, such as Yahoo or the demo market. */
export interface PriceSource {
  readonly name: string;
  /**
   * Fetches one symbol's whole history, or at least `span`.
   *
   * @throws {UnknownSymbol}      the source answered and knows no such symbol
   * @throws {SourceUnavailable}  the source could not be reached, or refused, or made no sense
   */
  fetch(symbol: string, span: Span): Promise<Series>;
}
