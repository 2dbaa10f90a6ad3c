import type { Fault } from '../../errors.ts';
import { asObject } from '../../prices/narrow.ts';
import type { ResamplingMethod } from '../bootstrap/draws.ts';
import { refuseStrangeMembers } from './own-members.ts';
import { readNumber, readOneOf } from './simple-fields.ts';

/** How sure the weights are to be shown to be. */
export interface BootstrapQuestion {
  /** How often the days are drawn again. */
  readonly samples: number;
  readonly method: ResamplingMethod;
  /** The (mean) length of a block; undefined where the returns are to tell. */
  readonly blockDays: number | undefined;
  /** The same seed draws the same days. */
  readonly seed: number;
  /** Share of the resamples that an interval holds. */
  readonly level: number;
}

const members = ['samples', 'method', 'block_days', 'seed', 'level'];

const ranges = {
  samples: { least: 20, most: 5000, fallback: 200, example: '200 draws the days again 200 times' },
  block_days: {
    least: 1,
    most: 1000,
    fallback: 0,
    example: '10, or "auto" to let the returns tell',
  },
  seed: {
    least: 0,
    most: 2_147_483_561,
    fallback: 1,
    example: 'the same seed draws the same days',
  },
  level: { least: 0.5, most: 0.99, fallback: 0.9, example: '0.9 leaves out 5 % at either end' },
} as const;

/**
 * Reads `bootstrap`: `{"samples": 200, "block_days": "auto", "seed": 1, "level": 0.9}`, each with its
 * default, or true for all of them.
 *
 * @param faults  what is wrong is added here
 * @returns       undefined when faulty, and when false or null, which ask for none
 */
export function readBootstrap(
  name: string,
  value: unknown,
  faults: Fault[],
): BootstrapQuestion | undefined {
  if (value === false || value === null) return undefined;
  const given = value === true ? {} : asObject(value);
  if (given === undefined) {
    const reason =
      'must be true, or an object such as {"samples": 200, "block_days": "auto", "seed": 1, "level": 0.9}';
    faults.push({ field: name, reason });
    return undefined;
  }
  const before = faults.length;
  refuseStrangeMembers({ name, given, known: members }, faults);
  const number = (member: keyof typeof ranges): number =>
    readNumber({ name: `${name}.${member}`, value: given[member] }, ranges[member], faults) ?? 0;
  const method = readOneOf(
    { name: `${name}.method`, value: given['method'] },
    ['stationary', 'circular'],
    faults,
  );
  const automatic = given['block_days'] === undefined || given['block_days'] === 'auto';
  const question = {
    samples: number('samples'),
    blockDays: automatic ? undefined : number('block_days'),
    seed: number('seed'),
    level: number('level'),
  };
  for (const member of ['samples', 'seed'] as const) {
    if (Number.isInteger(question[member])) continue;
    faults.push({ field: `${name}.${member}`, reason: 'must be a whole number' });
  }
  return faults.length > before || method === undefined ? undefined : { ...question, method };
}
