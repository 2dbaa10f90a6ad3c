import type { Matrix } from '../algebra/matrix.ts';
import { fromSpectrum } from '../algebra/spectrum.ts';
import { symmetricEigen } from '../algebra/symmetric-eigen.ts';
import { centredReturns } from './centred-returns.ts';
import { missingAsZero } from './missing-as-zero.ts';
import { populationCovariance } from './population-covariance.ts';

/** Degrees of freedom below which the kernel's bandwidth is too wide for the formula. */
const fewestDegrees = 12;
/** Eigenvalues up to this share of the largest are rounding of 0. */
const rounding = 1e-14;
/** Half the width of Epanechnikov's kernel. */
const reach = Math.sqrt(5);

/**
 * Ledoit and Wolf's analytical nonlinear shrinkage: each eigenvalue of the sample covariance is moved by
 * itself, as far as the density of eigenvalues around it says that noise has moved it. Of symbols that
 * follow from others, more than returns are too few for, the variance stays 0.
 *
 * @param returns  T periods × N symbols of simple returns; a missing one (NaN) counts as 0
 * @returns        per period²; undefined for T < 13
 * @see Ledoit & Wolf (2020), Annals of Statistics 48(5), §4 and appendix C
 */
export function nonlinearShrinkage(returns: Matrix): Matrix | undefined {
  const { centred } = centredReturns(missingAsZero(returns));
  const { rows: size, columns: periods } = centred;
  const degrees = periods - 1;
  if (degrees < fewestDegrees) return undefined;
  const { covariance } = populationCovariance(centred);
  const sample = covariance.values.map((value) => (value * periods) / degrees);
  const { values, vectors } = symmetricEigen({ ...covariance, values: sample });
  const smallest = rounding * size * values[size - 1];
  const first = values.findIndex((value) => value > smallest);
  if (first < 0) return { ...covariance, values: sample };
  const positive = values.slice(first);
  const shrunk = new Float64Array(size);
  shrunk.set(shrunkEigenvalues(positive, { size, degrees }), first);
  // As many as there are degrees: what is missing is for want of returns.
  if (positive.length === degrees) shrunk.fill(nullEigenvalue(positive, size), 0, first);
  return fromSpectrum({ values: shrunk, vectors });
}

function shrunkEigenvalues(
  values: Float64Array,
  { size, degrees }: { readonly size: number; readonly degrees: number },
): Float64Array {
  const singular = values.length === degrees;
  const ratio = (singular ? size : values.length) / degrees;
  const bandwidth = degrees ** (-1 / 3);
  return values.map((value) => {
    const { density, hilbert } = spectrumAt(value, values, bandwidth);
    if (singular && size > degrees) {
      return 1 / (Math.PI ** 2 * value * (density ** 2 + hilbert ** 2));
    }
    const pull = Math.PI * ratio * value;
    return value / ((pull * density) ** 2 + (1 - ratio - pull * hilbert) ** 2);
  });
}

/** The density of eigenvalues, and its Hilbert transform, smoothed by Epanechnikov's kernel. */
function spectrumAt(at: number, values: Float64Array, bandwidth: number) {
  let density = 0;
  let hilbert = 0;
  for (const value of values) {
    const width = bandwidth * value;
    const x = (at - value) / width;
    density += (0.75 / reach) * (Math.max(0, 1 - x ** 2 / 5) / width);
    hilbert += kernelTransform(x) / width;
  }
  return { density: density / values.length, hilbert: hilbert / values.length };
}

/** The Hilbert transform of Epanechnikov's kernel. */
function kernelTransform(x: number): number {
  const bump = 1 - x ** 2 / 5;
  // Far from it the two terms are large, and nearly the same.
  if (bump < 0) return ((-1.5 / Math.PI) * excessOf(reach / x)) / x;
  const edge = bump === 0 ? 0 : bump * Math.log((reach - x) / (reach + x));
  return ((0.75 / reach) * edge - 0.3 * x) / Math.PI;
}

/** 1/u² + (1 − 1/u²)·artanh(u)/u, the sum of 2·u²ᵏ/((2k + 1)(2k + 3)): from ⅔ at 0 to 1 at ±1. */
function excessOf(u: number): number {
  const square = u ** 2;
  if (square > 0.25) return 1 / square + ((1 - 1 / square) * Math.atanh(u)) / u;
  let sum = 0;
  let power = 2;
  for (let odd = 1; power > 1e-18; odd += 2) {
    sum += power / (odd * (odd + 2));
    power *= square;
  }
  return sum;
}

/** What the eigenvalues have that are 0 because there are fewer returns than symbols. */
function nullEigenvalue(values: Float64Array, size: number): number {
  const degrees = values.length;
  let inverse = 0;
  for (const value of values) inverse += 1 / value / degrees;
  const hilbert = (1.5 * excessOf(reach * degrees ** (-1 / 3)) * inverse) / Math.PI;
  return 1 / ((Math.PI * (size - degrees) * hilbert) / degrees);
}
