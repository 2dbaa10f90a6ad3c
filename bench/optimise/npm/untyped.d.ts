// What the bench uses of two packages that bring no types.

declare module 'quadprog' {
  const quadprog: {
    /** Arrays count from 1. Minimises ½bᵀDb − dᵀb over Aᵀb ≥ b₀, the first `meq` of them equal. */
    solveQP(
      D: readonly (readonly number[])[],
      d: readonly number[],
      A: readonly (readonly number[])[],
      b0: readonly number[],
      meq?: number,
    ): { readonly solution: readonly number[]; readonly message: string };
  };
  export = quadprog;
}

declare module 'portfolio-allocation' {
  const portfolioAllocation: {
    maximumSharpeRatioWeights(
      mean: readonly number[],
      covariance: readonly (readonly number[])[],
      rate: number,
    ): readonly number[];
    globalMinimumVarianceWeights(covariance: readonly (readonly number[])[]): readonly number[];
  };
  export = portfolioAllocation;
}
