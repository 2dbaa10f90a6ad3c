import type { Fault } from '../../errors.ts';
import { asArray, asObject } from '../../prices/narrow.ts';
import { mostFaults, readSymbol } from './fields.ts';
import { isSemidefinite, notSymmetric, readSquare, symmetrised } from './square-field.ts';
import type { SymbolKeys } from './symbol-members.ts';

const shape =
  'must be the name of a model, or {"symbols": ["AAPL", …], "covariance": [[0.04, …], …]}';

/** What a covariance is read for. */
export interface CovarianceKeys extends SymbolKeys {
  /** Whether one that is not positive semidefinite is to be made so. */
  readonly repaired: boolean;
}

/**
 * Reads a yearly covariance that the client worked out: its symbols, and one row a symbol.
 *
 * @param faults  what is wrong is added here: also what is not symmetric, or not positive
 *                semidefinite without a repair
 * @returns       n × n in the order of the query's symbols, row after row; undefined when faulty
 */
export function readCovariance(
  value: unknown,
  { name, symbols, repaired }: CovarianceKeys,
  faults: Fault[],
): readonly number[] | undefined {
  const table = asObject(value);
  const named = asArray(table?.['symbols']);
  const rows = asArray(table?.['covariance']);
  const members = Object.keys(table ?? {}).length;
  if (named === undefined || rows === undefined || members !== 2) {
    faults.push({ field: name, reason: shape });
    return undefined;
  }
  const found: Fault[] = [];
  const places = placesOf(named, { name, symbols }, found);
  const entries = readSquare(
    rows,
    { name: `${name}.covariance`, size: named.length, of: 'symbols' },
    found,
  );
  if (found.length > 0) {
    faults.push(...found.slice(0, mostFaults));
    return undefined;
  }
  const chosen = places.flatMap((row) => places.map((column) => entries[row]?.[column] ?? 0));
  const reason = whyUnfit(chosen, { symbols, repaired });
  if (reason === undefined) return symmetrised(chosen, symbols.length);
  faults.push({ field: `${name}.covariance`, reason });
  return undefined;
}

/** Where each of the query's symbols stands among those of the covariance. */
function placesOf(
  named: readonly unknown[],
  { name, symbols }: SymbolKeys,
  faults: Fault[],
): readonly number[] {
  const own = named.map((one) => (typeof one === 'string' ? readSymbol(one) : undefined));
  if (own.includes(undefined) || new Set(own).size < own.length) {
    faults.push({ field: `${name}.symbols`, reason: 'must be a list of symbols, each once' });
    return [];
  }
  const missing = symbols.filter((symbol) => !own.includes(symbol));
  if (missing.length > 0) {
    const reason = `has no ${missing.slice(0, mostFaults).join(', ')}: the covariance needs every symbol`;
    faults.push({ field: `${name}.symbols`, reason });
  }
  return symbols.map((symbol) => own.indexOf(symbol));
}

/** Why it can't be taken as it is. */
function whyUnfit(
  values: readonly number[],
  { symbols, repaired }: Pick<CovarianceKeys, 'symbols' | 'repaired'>,
): string | undefined {
  const reason = notSymmetric(values, symbols);
  if (reason !== undefined) return reason;
  const size = symbols.length;
  if (symbols.every((_, i) => values[i * (size + 1)] === 0)) {
    return 'is 0 throughout: variances must be above 0';
  }
  if (repaired || isSemidefinite(values, size)) return undefined;
  return 'is not positive semidefinite, so that some portfolio would have a negative variance: send "covariance_repair": "spectral", "nearest" or "diagonal" with it, or estimate it from common days';
}
