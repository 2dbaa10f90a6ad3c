import type { MetricFamily, MetricSample } from '../admin/exposition.ts';

/** Makes one of the metrics that several processes tell, as each family says. */
export function mergeMetrics(
  processes: readonly (readonly MetricFamily[])[],
): readonly MetricFamily[] {
  const families = new Map<string, MetricFamily[]>();
  for (const family of processes.flat()) {
    const same = families.get(family.name);
    if (same === undefined) families.set(family.name, [family]);
    else same.push(family);
  }
  return [...families.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, samples: mergeSamples(first, same) }];
  });
}

const joins = {
  sum: (a: number, b: number): number => a + b,
  least: Math.min,
  most: Math.max,
} as const;

function mergeSamples(
  { across = 'sum' }: MetricFamily,
  same: readonly MetricFamily[],
): readonly MetricSample[] {
  const merged = new Map<string, MetricSample>();
  for (const sample of same.flatMap(({ samples }) => samples)) {
    const key = JSON.stringify([sample.suffix, sample.labels]);
    const before = merged.get(key);
    const value = before === undefined ? sample.value : joins[across](before.value, sample.value);
    merged.set(key, { ...sample, value });
  }
  return [...merged.values()];
}
