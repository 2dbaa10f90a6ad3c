/** How much a run may take. */
export interface Effort {
  /** Rounds over all variants; medians are taken over them. */
  readonly rounds: number;
  /** How long one load on one variant is to take, in ms. */
  readonly loadMs: number;
  /** Most samples of one solve. */
  readonly samples: number;
  /** How long the samples of one solve may take together, in ms. */
  readonly samplingMs: number;
  /** Starts of the whole service. */
  readonly starts: number;
  /** Requests before a worker's memory is read. */
  readonly requests: number;
}

/** Some three and a half minutes. */
export const thorough: Effort = {
  rounds: 5,
  loadMs: 1100,
  samples: 300,
  samplingMs: 3000,
  starts: 3,
  requests: 1000,
};

/** Shows that everything runs; its figures are not worth quoting. */
export const quick: Effort = {
  rounds: 1,
  loadMs: 200,
  samples: 10,
  samplingMs: 300,
  starts: 1,
  requests: 50,
};
