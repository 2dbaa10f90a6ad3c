import type { Fault } from '../../errors.ts';
import { asNumber, asObject } from '../../prices/narrow.ts';
import {
  covarianceRepairs,
  type EstimateQuestion,
  type ExpectedReturnModel,
  expectedReturnModels,
  type RiskModel,
  riskModels,
} from '../mix/mix-question.ts';
import { type CovarianceKeys, readCovariance } from './covariance-field.ts';
import { choiceReader, numberReader, readFlag, wholeReader } from './fields.ts';
import { marketFields, readMarket } from './market-fields.ts';
import { type FieldName, type Fields, nameOf, readOptional } from './query-fields.ts';
import { numbersBySymbol, type SymbolKeys } from './symbol-members.ts';
import { priorOf, readViewFields, viewFields } from './view-fields.ts';

/** The fields that say how μ and Σ are estimated. */
export const estimateFields = [
  'expectedReturns',
  'expectedReturnsSpan',
  'expectedReturnsShrinkage',
  'compounding',
  'logReturns',
  'riskModel',
  'riskModelSpan',
  'riskModelShrinkage',
  'semicovarianceThreshold',
  'missing',
  'covarianceRepair',
  'includeCovariance',
  ...viewFields,
  ...marketFields,
] as const satisfies readonly FieldName[];

/** Periods that an exponential weighting looks back: PyPortfolioOpt's defaults. */
const defaultSpans = { expectedReturns: 500, riskModel: 180 };

/** How far `shrunk` goes: PyPortfolioOpt's default. */
const usualShrinkage = 0.2;

/** A yearly return above it is taken for per cent. */
const greatestReturn = 10;

const readModel = choiceReader(expectedReturnModels);
const readRiskModel = choiceReader(riskModels);
const readRepair = choiceReader(covarianceRepairs);
const readMissing = choiceReader(['inner', 'pairwise']);
const readSpan = wholeReader({ min: 1, max: 100_000, meaning: 'a number of days such as 180' });
const readShrinkage = numberReader({
  min: 0,
  max: 1,
  meaning: 'how far to shrink such as 0.2, where 0 is not at all and 1 is to the target itself',
});
const readThreshold = numberReader({ min: -1, max: 1, meaning: 'a daily return such as 0' });

/**
 * Reads what the estimate is made of, with its defaults.
 *
 * @param faults  what is wrong is added here: also spans and thresholds of models not asked for
 */
export function readEstimate(
  fields: Fields,
  symbols: readonly string[],
  faults: Fault[],
): EstimateQuestion {
  const read = <Value>(
    field: FieldName,
    one: (value: unknown, keys: SymbolKeys, faults: Fault[]) => Value | undefined,
  ): Value | undefined =>
    readOptional(fields, field, (name, value) => one(value, { name, symbols }, faults), faults);
  const expectedReturns = read('expectedReturns', readExpectedReturns);
  const repair = readOptional(fields, 'covarianceRepair', readRepair, faults);
  const repaired = repair !== undefined && repair !== 'refuse';
  const riskModel = read('riskModel', (value, keys, told) =>
    readRisk(value, { ...keys, repaired }, told),
  );
  refuseIdle(fields, { expectedReturns, riskModel }, faults);
  refuseRepair(fields, riskModel, faults);
  return {
    ...readOutlook(fields, { symbols, expectedReturns }, faults),
    expectedReturns: expectedReturns ?? 'arithmetic',
    expectedReturnsSpan:
      readOptional(fields, 'expectedReturnsSpan', readSpan, faults) ?? defaultSpans.expectedReturns,
    compounding: readOptional(fields, 'compounding', readFlag, faults) ?? true,
    ...(readOptional(fields, 'logReturns', readFlag, faults) === true ? { logReturns: true } : {}),
    ...readShrinkages(fields, riskModel, faults),
    riskModel: riskModel ?? 'sample',
    riskModelSpan:
      readOptional(fields, 'riskModelSpan', readSpan, faults) ?? defaultSpans.riskModel,
    semicovarianceThreshold:
      readOptional(fields, 'semicovarianceThreshold', readThreshold, faults) ?? 0,
    missing: readOptional(fields, 'missing', readMissing, faults) ?? 'inner',
    ...(repair === undefined ? {} : { covarianceRepair: repair }),
    ...(readOptional(fields, 'includeCovariance', readFlag, faults) === true
      ? { includeCovariance: true }
      : {}),
  };
}

/** How far means and covariance are shrunk, where that is not told from the returns. */
function readShrinkages(
  fields: Fields,
  riskModel: unknown,
  faults: Fault[],
): Pick<EstimateQuestion, 'expectedReturnsShrinkage' | 'riskModelShrinkage'> {
  const ofMeans = readOptional(fields, 'expectedReturnsShrinkage', readShrinkage, faults);
  const ofRisk = readOptional(fields, 'riskModelShrinkage', readShrinkage, faults);
  return {
    ...(ofMeans === undefined ? {} : { expectedReturnsShrinkage: ofMeans }),
    ...(riskModel === 'shrunk' ? { riskModelShrinkage: ofRisk ?? usualShrinkage } : {}),
  };
}

/** A covariance by a model from days that all symbols share needs no repair. */
function refuseRepair(fields: Fields, riskModel: unknown, faults: Fault[]): void {
  if (!fields.has('covarianceRepair') || fields.get('missing')?.value === 'pairwise') return;
  const modelled =
    riskModel === undefined ? !fields.has('riskModel') : typeof riskModel === 'string';
  if (!modelled) return;
  const reason =
    'applies to a "risk_model" of your own or "missing": "pairwise" only: others are positive semidefinite, so leave it out';
  faults.push({ field: nameOf(fields, 'covarianceRepair'), reason });
}

/** Views and the market, for the models that look at them. */
function readOutlook(
  fields: Fields,
  {
    symbols,
    expectedReturns,
  }: { readonly symbols: readonly string[]; readonly expectedReturns: unknown },
  faults: Fault[],
): Pick<EstimateQuestion, 'views' | 'market'> {
  const balanced = modelsUsed(fields, expectedReturns).includes('equilibrium');
  const readReturns = (value: unknown, keys: SymbolKeys, told: Fault[]) =>
    numbersBySymbol(asObject(value) ?? {}, { ...keys, fault: notReturn }, told);
  return {
    ...(expectedReturns === 'black_litterman'
      ? { views: readViewFields(fields, { symbols, readReturns }, faults) }
      : {}),
    ...(balanced ? { market: readMarket(fields, symbols, faults) } : {}),
  };
}

/** The model of expected returns, and that of the prior where there are views. */
function modelsUsed(fields: Fields, expectedReturns: unknown): readonly unknown[] {
  return expectedReturns === 'black_litterman'
    ? [expectedReturns, priorOf(fields)]
    : [expectedReturns];
}

function readExpectedReturns(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): ExpectedReturnModel | readonly number[] | undefined {
  const own = asObject(value);
  if (own === undefined) return readModel(keys.name, value, faults);
  return numbersBySymbol(own, { ...keys, fault: notReturn }, faults);
}

function notReturn(value: unknown): string | undefined {
  const number = asNumber(value);
  if (number !== undefined && Math.abs(number) <= greatestReturn) return undefined;
  return `must be a yearly return from -${greatestReturn} to ${greatestReturn}: 0.1 means 10 % a year`;
}

function readRisk(
  value: unknown,
  keys: CovarianceKeys,
  faults: Fault[],
): RiskModel | readonly number[] | undefined {
  if (asObject(value) === undefined) return readRiskModel(keys.name, value, faults);
  return readCovariance(value, keys, faults);
}

/** Tells fields that only some models look at, where others were chosen. */
function refuseIdle(
  fields: Fields,
  {
    expectedReturns,
    riskModel,
  }: { readonly expectedReturns: unknown; readonly riskModel: unknown },
  faults: Fault[],
): void {
  const refuse = (field: FieldName, models: readonly unknown[], of: FieldName) => {
    const chosen = of === 'riskModel' ? [riskModel] : modelsUsed(fields, expectedReturns);
    // A model that is itself at fault says nothing of its companions.
    if (!fields.has(field) || chosen.some((one) => models.includes(one))) return;
    if (chosen[0] === undefined && fields.has(of)) return;
    const wanted = models.map((model) => `"${model}"`).join(' or ');
    const other = field === 'marketCaps' ? ', or to "objective": "market_cap_weighted"' : '';
    const reason = `applies to "${nameOf(fields, of)}": ${wanted} only${other}: send that, or leave it out`;
    faults.push({ field: nameOf(fields, field), reason });
  };
  refuse('expectedReturnsSpan', ['ewma'], 'expectedReturns');
  refuse('expectedReturnsShrinkage', ['james_stein'], 'expectedReturns');
  refuse('compounding', ['ewma', 'capm'], 'expectedReturns');
  for (const field of viewFields) refuse(field, ['black_litterman'], 'expectedReturns');
  const weighted = fields.get('objective')?.value === 'market_cap_weighted';
  for (const field of marketFields) {
    if (field === 'marketCaps' && weighted) continue;
    refuse(field, ['equilibrium'], 'expectedReturns');
  }
  refuse('riskModelShrinkage', ['shrunk'], 'riskModel');
  refuse('riskModelSpan', ['ewma'], 'riskModel');
  refuse('semicovarianceThreshold', ['semicovariance'], 'riskModel');
}
