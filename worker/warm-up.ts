import { uniformRandom } from './kernels/samples/random.ts';
import { solve } from './portfolio/hold/solve.ts';
import { tradingDaysPerYear } from './prices/day.ts';

const rows = 250;
const columns = 3;
const rounds = 8;

/**
 * Solves a few small made-up problems, so that the compiler has seen the kernels before the first
 * client asks: a first solve takes ten times as long as a later one.
 */
export function warmUp(): void {
  for (let round = 0; round < rounds; round++) {
    const random = uniformRandom(round);
    const values = new Float64Array(rows * columns).fill(100);
    for (let i = columns; i < values.length; i++) {
      values[i] = (values[i - columns] ?? 0) * (1 + 0.02 * (random() - 0.49));
    }
    const hurdle = { riskFreePerPeriod: 0 };
    const closes = { rows, columns, values };
    solve({ closes, hurdle, periodsPerYear: tradingDaysPerYear, globalBound: 'never' });
  }
}
