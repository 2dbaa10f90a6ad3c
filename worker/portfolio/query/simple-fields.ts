import type { Fault } from '../../errors.ts';
import { clipped } from './fields.ts';

/** A field as the client sent it; `value` is undefined when it was not sent. */
export interface SentField {
  readonly name: string;
  readonly value: unknown;
}

/**
 * Reads a field that is one of a few words; absent, it is the first of them.
 *
 * @returns undefined when faulty
 */
export function readOneOf<Word extends string>(
  { name, value }: SentField,
  words: readonly [Word, ...Word[]],
  faults: Fault[],
): Word | undefined {
  if (value === undefined) return words[0];
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  const sent = typeof value === 'string' ? `"${clipped(value)}" is not known` : 'is no text';
  faults.push({ field: name, reason: `${sent}: write one of ${words.join(', ')}` });
  return undefined;
}

/** The bounds of a number, both inclusive, and what it is when absent. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly fallback: number;
  /** Shown where the field is faulty: what it means. */
  readonly example: string;
}

/** Reads a field that is a number. @returns undefined when faulty */
export function readNumber(
  { name, value }: SentField,
  { least, most, fallback, example }: NumberRange,
  faults: Fault[],
): number | undefined {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  faults.push({ field: name, reason: `must be a number from ${least} to ${most}: ${example}` });
  return undefined;
}
