import type { Coding } from './coding.ts';

/** What suits a client best; `required` where it refuses a body without a coding. */
export interface Preference {
  /** undefined = the body goes as it is. */
  readonly coding: Coding | undefined;
  readonly required: boolean;
}

const asItIs: Preference = { coding: undefined, required: false };

/** A name with an optional weight (RFC 9110 §12.4.2). */
const entry = /^([!#$%&'*+.^_`|~0-9a-z-]+)(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/;

/**
 * Chooses a coding by the weights of an Accept-Encoding. Entries that are not well-formed count
 * for nothing. Without the field every coding would do, but who says nothing may know none.
 *
 * @param accepted  the field's value, several joined by commas; undefined when absent
 * @param offered   those that can be applied; the earlier wins a tie
 * @see RFC 9110 §12.5.3
 */
export function preferCoding(accepted: string | undefined, offered: readonly Coding[]): Preference {
  if (accepted === undefined || accepted === '') return asItIs;
  const weights = readWeights(accepted);
  const others = weights.get('*');
  let coding: Coding | undefined;
  let best = 0;
  for (const candidate of offered) {
    const weight = weights.get(candidate) ?? others ?? 0;
    if (weight > best) {
      coding = candidate;
      best = weight;
    }
  }
  if (coding === undefined) return asItIs;
  const plain = weights.get('identity');
  // Unless it is named, a body as it is does for everybody, but is nobody's first choice.
  if (plain !== undefined && plain > best) return asItIs;
  return { coding, required: (plain ?? others) === 0 };
}

function readWeights(accepted: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [, name = '', weight = '1'] = entry.exec(part.trim()) ?? [];
    // RFC 9110 §8.4.1.3: x-gzip is the same as gzip.
    if (name !== '') weights.set(name === 'x-gzip' ? 'gzip' : name, Number(weight));
  }
  return weights;
}
