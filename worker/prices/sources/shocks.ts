import { uniformRandom } from '../../kernels/samples/random.ts';
import { tradingDaysPerYear } from '../day.ts';

/** Chance of a stormy day, and what it multiplies a shock by; calm days make up for it. */
const stormShare = 0.05;
const storm = 2.5;
const calm = Math.sqrt((1 - stormShare * storm * storm) / (1 - stormShare));

/** How much of yesterday's squared shock and of yesterday's variance today's variance keeps. */
const newsShare = 0.08;
const memoryShare = 0.9;

/**
 * Daily shocks as markets have them: fat tails, and calm and stormy times that last. A longer
 * series starts with the shorter one.
 *
 * @param seed        of the generator
 * @param count       number of days
 * @param volatility  annual standard deviation in the long run, such as 0.16
 * @returns           log returns with mean 0
 * @see Bollerslev (1986), Journal of Econometrics 31(3), GARCH(1, 1); the shocks are a mixture of
 *      two normal distributions
 */
export function marketShocks(seed: number, count: number, volatility: number): Float64Array {
  const uniform = uniformRandom(seed);
  const longRun = (volatility * volatility) / tradingDaysPerYear;
  const shocks = new Float64Array(count);
  let variance = longRun;
  for (let i = 0; i < count; i++) {
    const scale = uniform() < stormShare ? storm : calm;
    // Box and Muller (1958).
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const shock = Math.sqrt(variance) * scale * normal;
    shocks[i] = shock;
    variance =
      (1 - newsShare - memoryShare) * longRun + newsShare * shock * shock + memoryShare * variance;
  }
  return shocks;
}
