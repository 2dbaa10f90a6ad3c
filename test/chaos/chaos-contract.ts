import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { faults } from './faults.ts';
import type { Runtime } from './front.ts';
import { type ChaosReport, runChaos } from './run.ts';

/** Few enough for the suites; `npm run chaos` sends a hundred thousand. */
const requests = 2500;

/** What holds whatever the peers do, on one runtime. */
export function chaosContract(runtime: Runtime): ReturnType<typeof suite> {
  const chaos = suite(`chaos behind the proxy on ${runtime}`);

  chaos('no repeatable request fails, and every failure has its reason', async () => {
    const report = await runChaos({ runtime, requests, seed: 11, maxFails: 0 });

    assert.equal(complaints(report), {});
    assert.is(report.exitCode, 0);
    assert.is(total(report), requests);
    // Everything that can go wrong went wrong.
    assert.equal(
      Object.keys(faults).filter((fault) => !report.deeds.has(fault)),
      [],
    );
  });

  chaos('the same holds while peers are ejected and come back', async () => {
    const report = await runChaos({ runtime, requests, seed: 12, maxFails: 2 });

    assert.equal(complaints(report), {});
    assert.is(report.exitCode, 0);
    assert.is(total(report), requests);
  });

  return chaos;
}

function total({ repeatable, others }: ChaosReport): number {
  const counts = [...Object.values(repeatable), ...Object.values(others)];
  return counts.reduce((sum, one) => sum + one, 0);
}

/** Each complaint with the first request that it is about. */
function complaints(report: ChaosReport): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Array.from(report.complaints, ([fault, [first]]) => [fault, first]));
}
