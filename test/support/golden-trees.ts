import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LinkageMethod } from '../../worker/kernels/trees/linkage.ts';

/** Every linkage. */
export const linkageNames: readonly LinkageMethod[] = [
  'single',
  'complete',
  'average',
  'weighted',
  'centroid',
  'median',
  'ward',
];

/** What scipy says of a tree: `test/data/trees.py`. */
export interface GoldenTree {
  /** (n − 1) × 4, row by row. */
  readonly merges: readonly number[];
  readonly leaves: readonly number[];
  /** Row k: each symbol's cluster when there are k + 1; no rows where distances are equal or fall. */
  readonly labels: readonly (readonly number[])[];
}

/** Distances, above the diagonal row by row, and their trees. */
export interface GoldenTrees {
  readonly title: string;
  readonly size: number;
  readonly distances: readonly number[];
  readonly trees: Readonly<Record<LinkageMethod, GoldenTree>>;
}

/** One covariance and what numpy allocates on it. */
export interface GoldenAllocations {
  readonly size: number;
  readonly covariance: readonly number[];
  readonly means: readonly number[];
  readonly budgets: readonly number[];
  readonly hrp: Readonly<Record<LinkageMethod, readonly number[]>>;
  /** Of 3 clusters, before the last merges. */
  readonly herc3By: Readonly<Record<LinkageMethod, readonly number[]>>;
  /** Likewise, by least variance. */
  readonly nco3By: Readonly<Record<LinkageMethod, readonly number[]>>;
  readonly gapCount: number;
  /** By number of clusters. */
  readonly herc: Readonly<Record<string, readonly number[]>>;
  readonly ncoLeastVariance: Readonly<Record<string, readonly number[]>>;
  readonly ncoBestSharpe: Readonly<Record<string, readonly number[]>>;
  readonly equalRisk: readonly number[];
  readonly budgetedRisk: readonly number[];
  readonly maximumDiversification: readonly number[];
  readonly maximumDecorrelation: readonly number[];
}

/** `test/data/trees.json`. */
export const golden: {
  readonly trees: readonly GoldenTrees[];
  readonly allocations: readonly GoldenAllocations[];
} = JSON.parse(readFileSync(resolve('test', 'data', 'trees.json'), 'utf8'));

/** The n × n matrix of {@link GoldenTrees.distances}. */
export function fullDistances({ size, distances }: GoldenTrees): number[] {
  const entries = new Array<number>(size * size).fill(0);
  let next = 0;
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      entries[i * size + j] = distances[next] ?? Number.NaN;
      entries[j * size + i] = distances[next] ?? Number.NaN;
      next += 1;
    }
  }
  return entries;
}
