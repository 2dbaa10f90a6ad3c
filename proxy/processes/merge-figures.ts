import type { MonitorFigure, MonitorFigures } from '../../service/monitor.ts';

/** How figures of several processes become one; those that are not here are added up. */
const joins: ReadonlyMap<string, (...values: number[]) => number> = new Map([
  ['p95 ms', Math.max],
  ['live peers', Math.min],
]);

/** Makes one of the figures that several processes publish. */
export function mergeFigures(processes: readonly MonitorFigures[]): MonitorFigures {
  const names = new Set(processes.flatMap((one) => Object.keys(one)));
  return Object.fromEntries([...names].map((name) => [name, mergeFigure(name, processes)]));
}

function mergeFigure(name: string, processes: readonly MonitorFigures[]): MonitorFigure {
  const figures = processes.flatMap((one) => one[name] ?? []);
  const values = figures.map(({ value }) => Number(value));
  const join = joins.get(name);
  const value = join === undefined ? values.reduce((sum, one) => sum + one, 0) : join(...values);
  const unit = figures[0]?.unit;
  return { value: Math.round(value * 100) / 100, ...(unit === undefined ? {} : { unit }) };
}
