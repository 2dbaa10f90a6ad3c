import type { Fault } from '../../errors.ts';
import { clipped, type FieldReader } from './fields.ts';

/** Each field with every name that it may come under: the first is the documented one. */
const fieldNames = {
  symbols: ['symbols'],
  startDate: ['start_date', 'startDate'],
  endDate: ['end_date', 'endDate'],
  amount: ['principle', 'principal', 'initial_investment', 'initialInvestment'],
  benchmark: ['benchmark'],
  riskFreeRate: ['risk_free_rate'],
  globalBound: ['global_bound'],
  periodsPerYear: ['periods_per_year'],
  prices: ['prices'],
  objective: ['objective'],
  portfolio: ['portfolio'],
  targetReturn: ['target_return'],
  targetVolatility: ['target_volatility'],
  targetCvar: ['target_cvar'],
  targetCdar: ['target_cdar'],
  targetSemideviation: ['target_semideviation'],
  marketNeutral: ['market_neutral'],
  riskAversion: ['risk_aversion'],
  riskBudgets: ['risk_budgets'],
  linkage: ['linkage'],
  confidence: ['confidence'],
  downsideThreshold: ['downside_threshold'],
  clusters: ['clusters'],
  innerObjective: ['inner_objective'],
  outerObjective: ['outer_objective'],
  kellyFraction: ['kelly_fraction'],
  trackingMeasure: ['tracking_measure'],
  benchmarkWeights: ['benchmark_weights'],
  l2: ['l2'],
  bounds: ['bounds'],
  expectedReturns: ['expected_returns'],
  expectedReturnsSpan: ['expected_returns_span'],
  expectedReturnsShrinkage: ['expected_returns_shrinkage'],
  compounding: ['compounding'],
  logReturns: ['log_returns'],
  views: ['views'],
  viewConfidences: ['view_confidences'],
  viewCovariance: ['view_covariance'],
  prior: ['prior'],
  tau: ['tau'],
  marketCaps: ['market_caps'],
  marketRiskAversion: ['market_risk_aversion'],
  posteriorCovariance: ['posterior_covariance'],
  riskModel: ['risk_model'],
  riskModelSpan: ['risk_model_span'],
  riskModelShrinkage: ['risk_model_shrinkage'],
  semicovarianceThreshold: ['semicovariance_threshold'],
  missing: ['missing'],
  covarianceRepair: ['covariance_repair'],
  includeCovariance: ['include_covariance'],
  points: ['points'],
  groups: ['groups'],
  groupBounds: ['group_bounds'],
  leverage: ['leverage', 'max_leverage'],
  currentWeights: ['current_weights'],
  maxTurnover: ['max_turnover'],
  transactionCosts: ['transaction_costs'],
  maxPositions: ['max_positions'],
  minPosition: ['min_position'],
  shares: ['shares'],
  lotSize: ['lot_size'],
  allocation: ['allocation'],
  feePerTrade: ['fee_per_trade'],
  feeRate: ['fee_rate'],
  minTrade: ['min_trade'],
  holdings: ['holdings'],
  shortProceeds: ['short_proceeds'],
  shortRatio: ['short_ratio'],
  bootstrap: ['bootstrap'],
} as const;

/** Fields beyond this many are counted, not read: all there are, and some that are misspelt. */
const mostFields = 80;

/** What a field is called here. */
export type FieldName = keyof typeof fieldNames;

/** A query's fields as they were sent, each with the name that the client gave it. */
export type Fields = ReadonlyMap<FieldName, { readonly name: string; readonly value: unknown }>;

/**
 * Finds the known fields of a body under any of their names; tells unknown ones, contradicting
 * names, and too many.
 *
 * @param faults         what is wrong is added here
 * @param readElsewhere  names of fields that have been taken out of the body
 */
export function collectFields(
  body: object,
  faults: Fault[],
  readElsewhere: readonly string[] = [],
): Fields {
  const fields = new Map<FieldName, { name: string; value: unknown }>();
  const known = new Map<string, FieldName>();
  for (const field of Object.keys(fieldNames) as FieldName[]) {
    for (const name of fieldNames[field]) known.set(name, field);
  }
  for (const [name, value] of firstEntries(body, faults)) {
    const field = known.get(name);
    const earlier = field === undefined ? undefined : fields.get(field);
    if (field === undefined) {
      faults.push({
        field: clipped(name),
        reason: `is not a field: those are ${[...known.keys(), ...readElsewhere].join(', ')}`,
      });
    } else if (earlier === undefined) {
      fields.set(field, { name, value });
    } else if (earlier.value !== value) {
      faults.push({ field: name, reason: `contradicts ${earlier.name}: send one of the two` });
    }
  }
  return fields;
}

/** The name under which a field was sent; its documented one where it was not. */
export function nameOf(fields: Fields, field: FieldName): string {
  return fields.get(field)?.name ?? fieldNames[field][0];
}

/** Every name that a field may come under. */
export function namesOf(field: FieldName): readonly string[] {
  return fieldNames[field];
}

/** The field as its reader reads it; undefined when absent or faulty. */
export function readOptional<Value>(
  fields: Fields,
  field: FieldName,
  read: FieldReader<Value>,
  faults: Fault[],
): Value | undefined {
  const entry = fields.get(field);
  return entry && read(entry.name, entry.value, faults);
}

function firstEntries(body: object, faults: Fault[]): [string, unknown][] {
  const entries = Object.entries(body);
  const more = entries.length - mostFields;
  if (more > 0) faults.push({ field: 'body', reason: `has ${more} fields beyond ${mostFields}` });
  return entries.slice(0, mostFields);
}
