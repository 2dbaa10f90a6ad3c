/** Many optimisations that are expected to take longer together are refused, in ms. */
export const longestWorkMs = 20_000;
