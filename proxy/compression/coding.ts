/** A content coding that the proxy can apply (RFC 9110 §8.4.1, RFC 7932, RFC 8878). */
export type Coding = 'br' | 'zstd' | 'gzip';

/** A coding and how hard it tries. */
export interface CodingChoice {
  readonly coding: Coding;
  /** In the coding's own scale: gzip 1–9, br 0–11, zstd 1–19. */
  readonly level: number;
}
