import type { Fault } from '../../errors.ts';
import { choleskyInPlace } from '../../kernels/algebra/cholesky.ts';
import { asArray, asNumber, asObject } from '../../prices/narrow.ts';
import { mostFaults, readSymbol } from './fields.ts';
import type { SymbolKeys } from './symbol-members.ts';

const shape =
  'must be the name of a model, or {"symbols": ["AAPL", …], "covariance": [[0.04, …], …]}';

/** Difference of mirrored entries, as a share of the deviations' product, that counts as rounding. */
const asymmetry = 1e-8;
/** How far below 0 an eigenvalue may lie, as a share of the mean variance: rounding of the sender's. */
const indefinite = 1e-8;

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
  const entries = readEntries(rows, { name, size: named.length }, found);
  if (found.length > 0) {
    faults.push(...found.slice(0, mostFaults));
    return undefined;
  }
  const chosen = places.flatMap((row) => places.map((column) => entries[row]?.[column] ?? 0));
  const reason =
    notSymmetric(chosen, symbols) ?? (repaired ? undefined : notDefinite(chosen, symbols.length));
  if (reason === undefined) return mirrored(chosen, symbols.length);
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

function readEntries(
  rows: readonly unknown[],
  { name, size }: { readonly name: string; readonly size: number },
  faults: Fault[],
): readonly (readonly number[])[] {
  if (rows.length !== size) {
    const reason = `has ${rows.length} rows for ${size} symbols`;
    faults.push({ field: `${name}.covariance`, reason });
  }
  return rows.map((row, i) => {
    const numbers = (asArray(row) ?? []).map(asNumber);
    if (numbers.length === size && !numbers.includes(undefined)) return numbers as number[];
    const reason = `must be a list of ${size} numbers`;
    faults.push({ field: `${name}.covariance.${i}`, reason });
    return [];
  });
}

function notSymmetric(values: readonly number[], symbols: readonly string[]): string | undefined {
  const size = symbols.length;
  const at = (i: number, j: number): number => values[i * size + j] ?? Number.NaN;
  const negative = symbols.filter((_, i) => at(i, i) < 0);
  if (negative.length > 0) return `has a negative variance of ${negative.join(', ')}`;
  if (symbols.every((_, i) => at(i, i) === 0)) {
    return 'is 0 throughout: variances must be above 0';
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const scale = Math.sqrt(at(i, i) * at(j, j));
      if (Math.abs(at(i, j) - at(j, i)) > asymmetry * scale) {
        return `differs between ${symbols[i]}, ${symbols[j]} and ${symbols[j]}, ${symbols[i]}: it must be symmetric`;
      }
    }
  }
  return undefined;
}

function notDefinite(values: readonly number[], size: number): string | undefined {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * (size + 1)] ?? 0;
  const shift = (indefinite * trace) / size;
  const shifted = Float64Array.from(values, (value, k) =>
    k % (size + 1) === 0 ? value + shift : value,
  );
  if (choleskyInPlace({ rows: size, columns: size, values: shifted }, 0)) return undefined;
  return 'is not positive semidefinite, so that some portfolio would have a negative variance: send "covariance_repair": "spectral" or "nearest" with it, or estimate it from common days';
}

/** With both halves the same, to the last bit. */
function mirrored(values: readonly number[], size: number): readonly number[] {
  return values.map((value, k) => {
    const mirror = values[(k % size) * size + Math.floor(k / size)] ?? value;
    return (value + mirror) / 2;
  });
}
