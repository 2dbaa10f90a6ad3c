import type { MixQuestion } from '../../worker/portfolio/mix/mix-question.ts';

/** The estimate of a question that names none: docs/api.md has the same defaults. */
export const plainEstimate: MixQuestion['estimate'] = {
  expectedReturns: 'arithmetic',
  expectedReturnsSpan: 500,
  compounding: true,
  riskModel: 'sample',
  riskModelSpan: 180,
  semicovarianceThreshold: 0,
  missing: 'inner',
};
