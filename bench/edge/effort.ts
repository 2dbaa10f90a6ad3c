/** How much a run of the edge's benchmarks may take. */
export interface EdgeEffort {
  /** Rounds over all fronts; medians are taken over them. */
  readonly rounds: number;
  /** Rounds before these, which do not count: Deno's compiler is at work for the first 80,000 requests. */
  readonly warmUps: number;
  /** How long one load on one front takes, in whole seconds: a short one is more likely undisturbed. */
  readonly loadS: number;
  /** How long one load at a fixed rate takes, in whole seconds. */
  readonly pacedS: number;
  /** Rounds at half load, and how long a load takes in each, in whole seconds. */
  readonly halfLoad: { readonly rounds: number; readonly loadS: number };
  /** Responses of 1 MB before the memory is read. */
  readonly responses: number;
  /** Uploads of 10 MB before the memory is read. */
  readonly uploads: number;
  /** Idle connections. */
  readonly idle: number;
}

/** Three quarters of an hour over all parts, on a calm machine. */
export const thorough: EdgeEffort = {
  rounds: 15,
  warmUps: 14,
  loadS: 1,
  pacedS: 2,
  halfLoad: { rounds: 9, loadS: 2 },
  responses: 10_000,
  uploads: 1000,
  idle: 10_000,
};

/** Shows that everything runs; its figures are not worth quoting. */
export const quick: EdgeEffort = {
  rounds: 1,
  warmUps: 1,
  loadS: 1,
  pacedS: 2,
  halfLoad: { rounds: 1, loadS: 2 },
  responses: 500,
  uploads: 50,
  idle: 1000,
};
