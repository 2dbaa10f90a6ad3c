import type { Fault } from '../../errors.ts';
import type { Unknowns } from '../../prices/narrow.ts';
import { clipped, mostFaults, readSymbol } from './fields.ts';

/** Which symbols an object may name. */
export interface SymbolKeys {
  /** What the client calls the field; faults are told under this name. */
  readonly name: string;
  readonly symbols: readonly string[];
}

/**
 * The members of an object by symbol, any case; tells those that are none of the query's symbols,
 * and those that stand there twice.
 *
 * @param faults  what is wrong is added here, the first 20 members of it
 */
export function membersBySymbol(
  object: Unknowns,
  { name, symbols }: SymbolKeys,
  faults: Fault[],
): ReadonlyMap<string, unknown> {
  const known = new Set(['*', ...symbols]);
  const found = new Map<string, unknown>();
  const strange: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const symbol = key === '*' ? key : readSymbol(key);
    if (symbol === undefined || !known.has(symbol)) strange.push(clipped(key));
    else if (found.has(symbol)) {
      faults.push({ field: `${name}.${symbol}`, reason: 'stands there twice: leave one out' });
    } else found.set(symbol, value);
  }
  if (strange.length > 0) {
    const listed = strange.slice(0, mostFaults).join(', ');
    const more = strange.length - mostFaults;
    const others = more > 0 ? ` and ${more} more` : '';
    const reason = `names ${listed}${others}, not among the symbols: leave out or add to "symbols"`;
    faults.push({ field: name, reason });
  }
  return found;
}

/**
 * One number a symbol, in their order.
 *
 * @param read    the fault of a value; undefined where it is fine
 * @param faults  what is wrong is added here, symbols without a number too
 * @returns       undefined when faulty
 */
export function numbersBySymbol(
  object: Unknowns,
  keys: SymbolKeys & { readonly fault: (value: unknown) => string | undefined },
  faults: Fault[],
): readonly number[] | undefined {
  const { name, symbols, fault } = keys;
  const before = faults.length;
  const members = membersBySymbol(object, keys, faults);
  if (members.has('*')) faults.push({ field: `${name}.*`, reason: 'must name a symbol' });
  const without = symbols.filter((symbol) => !members.has(symbol));
  if (without.length > 0) {
    const reason = `has no number for ${without.slice(0, mostFaults).join(', ')}: every symbol needs one`;
    faults.push({ field: name, reason });
  }
  const wrong = [...members].flatMap(([symbol, value]) => {
    const reason = symbol === '*' ? undefined : fault(value);
    return reason === undefined ? [] : [{ field: `${name}.${symbol}`, reason }];
  });
  faults.push(...wrong.slice(0, mostFaults));
  if (faults.length > before) return undefined;
  return symbols.map((symbol) => Number(members.get(symbol)));
}
