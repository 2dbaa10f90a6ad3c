import { z } from 'zod';
import type { Fault } from '../../errors.ts';
import { symbolPattern } from '../../prices/symbol.ts';

/**
 * Reads one field of a query.
 *
 * @param name    what the client calls it; faults are told under this name
 * @param value   as sent
 * @param faults  what is wrong is added here
 * @returns       undefined when faulty
 */
export type FieldReader<Value> = (
  name: string,
  value: unknown,
  faults: Fault[],
) => Value | undefined;

/** The most faults told of one field: a wrong list would fill pages otherwise. */
export const mostFaults = 20;
/** Longer lists of symbols are refused unread: the event loop would wait for them. */
const mostNamed = 5000;
/** Characters of a client's text that a fault repeats. */
const mostEchoed = 40;
/** Amounts above it are no money, and their shares could overflow. */
const greatestAmount = 1e30;

const symbol = z
  .string({ error: 'must be a text such as "AAPL"' })
  .trim()
  .toUpperCase()
  .regex(symbolPattern, {
    error: ({ input }) =>
      `"${clipped(String(input))}" is not a symbol: 1 to 20 letters, digits or . - ^ =`,
  });

const readList = reader(
  z
    .array(symbol, { error: 'must be a list of symbols such as ["AAPL", "GOOG"]' })
    .min(1, { error: 'must name at least one symbol' }),
);

/** A list of symbols in any case, at least one; upper case, duplicates and order kept. */
export const readSymbols: FieldReader<string[]> = (name, value, faults) => {
  if (!Array.isArray(value) || value.length <= mostNamed) return readList(name, value, faults);
  faults.push({
    field: name,
    reason: `has ${value.length} entries: at most ${mostNamed} are read`,
  });
  return undefined;
};

/** A date's text. */
export const readDateText = reader(z.string({ error: 'must be a text such as "2012-01-31"' }));

const amountError = {
  error: 'must be an amount above 0 and up to 1e30, a number or a text such as "1000.00"',
};

/** An amount above 0 and up to 1e30, a number or its text. */
export const readAmount = reader(
  z.union(
    [
      z.number().positive(amountError).max(greatestAmount, amountError),
      z
        .string()
        .regex(/^\s*\d+(\.\d*)?([eE][+-]?\d+)?\s*$/, amountError)
        .transform(Number)
        .refine((value) => value > 0 && value <= greatestAmount, amountError),
    ],
    amountError,
  ),
);

/** A symbol, or null for the risk-free definition. */
export const readBenchmark = reader(
  z.union([symbol, z.null()], {
    error: 'must be a symbol, or null for the ratio over the risk-free rate',
  }),
);

/** An effective yearly rate, above −1 and at most 10. */
export const readRiskFreeRate = reader(
  z
    .number({ error: 'must be a yearly rate such as 0.02' })
    .gt(-1, { error: 'must be above -1 (a rate of -100 %)' })
    .max(10, { error: 'must be at most 10: 0.02 means 2 % a year' }),
);

/** How many prices make a year. */
export const readPeriodsPerYear = numberReader({
  min: 1,
  max: 366,
  meaning: 'how many prices make a year: 252 for trading days, 52 for weeks, 12 for months',
});

/** True or false. */
export const readFlag = reader(z.boolean({ error: 'must be true or false' }));

/** One of some names. */
export function choiceReader<const Name extends string>(names: readonly Name[]): FieldReader<Name> {
  const listed = names.map((name) => `"${name}"`).join(', ');
  return reader(z.enum(names, { error: `must be one of ${listed}` }));
}

/** The numbers that a field takes, both ends included, and what they mean. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Such as "a yearly return such as 0.15". */
  readonly meaning: string;
}

/** A number within a range. */
export function numberReader({ min, max, meaning }: NumberRange): FieldReader<number> {
  const error = { error: `must be ${meaning}, from ${min} to ${max}` };
  return reader(z.number(error).min(min, error).max(max, error));
}

/** A whole number within a range. */
export function wholeReader({ min, max, meaning }: NumberRange): FieldReader<number> {
  const error = { error: `must be ${meaning}, a whole number from ${min} to ${max}` };
  return reader(z.int(error).min(min, error).max(max, error));
}

/** A symbol in capitals; undefined where the text is none. */
export function readSymbol(text: string): string | undefined {
  return symbol.safeParse(text).data;
}

/** A client's text as faults repeat it: whole pages of it would help nobody. */
export function clipped(text: string): string {
  return text.length > mostEchoed ? `${text.slice(0, mostEchoed)}…` : text;
}

function reader<Value>(schema: z.ZodType<Value>): FieldReader<Value> {
  return (name, value, faults) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const { issues } = result.error;
    for (const { path, message } of issues.slice(0, mostFaults)) {
      faults.push({ field: [name, ...path].join('.'), reason: message });
    }
    if (issues.length > mostFaults) {
      faults.push({ field: name, reason: `has ${issues.length - mostFaults} more faults` });
    }
    return undefined;
  };
}
