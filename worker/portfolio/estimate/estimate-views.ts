import { diagonal } from '../../kernels/algebra/diagonal.ts';
import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { blackLitterman } from '../../kernels/means/black-litterman.ts';
import { idzorekUncertainties } from '../../kernels/means/view-uncertainties.ts';
import type { HeardViews, MixFault } from '../mix/mix-problem.ts';
import type { View, ViewsQuestion } from '../mix/mix-question.ts';
import { inner } from './expected.ts';

/** What is believed with the views. */
export interface Heard {
  /** Length n, per year. */
  readonly mean: Float64Array;
  /** n × n, per year: of returns. */
  readonly covariance: Matrix;
  readonly heard: HeardViews;
}

/**
 * Hears views on a prior: Black and Litterman's posterior.
 *
 * @param prior       π, length n, per year
 * @param covariance  n × n, per year
 */
export function hearViews(
  prior: Float64Array,
  covariance: Matrix,
  { views, tau, viewCovariance }: Pick<ViewsQuestion, 'views' | 'tau' | 'viewCovariance'>,
): Heard | MixFault {
  const portfolios = {
    rows: views.length,
    columns: prior.length,
    values: Float64Array.from(views.flatMap(({ portfolio }) => portfolio)),
  };
  const uncertainty = viewCovariance
    ? squareOf(viewCovariance, views.length)
    : diagonal(uncertaintiesOf(views, { portfolios, covariance, tau }));
  const returns = Float64Array.from(views, (view) => view.return);
  const posterior = blackLitterman(
    { returns: prior, covariance, tau },
    { portfolios, returns, uncertainty },
  );
  if (posterior === undefined) return { reason: 'inseparable-views' };
  const told = views.map(({ portfolio }, k) => {
    const weights = Float64Array.from(portfolio);
    return {
      uncertainty: uncertainty.values[k * (views.length + 1)] ?? 0,
      prior: inner(weights, prior),
      posterior: inner(weights, posterior.returns),
    };
  });
  return {
    mean: posterior.returns,
    covariance: posterior.covariance,
    heard: { prior, views: told },
  };
}

function squareOf(values: readonly number[], size: number): Matrix {
  return { rows: size, columns: size, values: Float64Array.from(values) };
}

/** Ω's diagonal: by confidence as Idzorek has it, which is He and Litterman's at a half. */
function uncertaintiesOf(
  views: readonly View[],
  risk: { readonly portfolios: Matrix; readonly covariance: Matrix; readonly tau: number },
): Float64Array {
  const confidences = Float64Array.from(views, ({ doubt }) =>
    'confidence' in doubt ? doubt.confidence : 1,
  );
  const byConfidence = idzorekUncertainties(risk, confidences);
  return byConfidence.map((variance, k) => {
    const doubt = views[k]?.doubt;
    return doubt !== undefined && 'standardError' in doubt ? doubt.standardError ** 2 : variance;
  });
}
