const question =
  '"symbols": ["AAPL", "GOOG", "FB"], "start_date": "01-01-12", "end_date": "03-20-16"';

/** The documented question: the second time it comes from memory. */
export const cachedQuestion = `{${question}, "principle": 1000.00}`;

/** It without proof of the global optimum; `{amount}` is to be replaced so that no cache has it. */
export const questionWithoutBound = `{${question}, "principle": {amount}, "global_bound": false}`;

/** It as a client would ask it, with the proof; `{amount}` likewise. */
export const questionWithBound = `{${question}, "principle": {amount}}`;
