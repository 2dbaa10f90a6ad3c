import type { Reply } from './asking.ts';

/** Texts that tell of a fault of ours. */
const betrayals = /NaN|Infinity|undefined|\[object|TypeError|RangeError|\n\s+at |\.(ts|js):\d/;

/** What clients wrote and a problem repeats. */
const echoes = /\\"(NaN|-?Infinity)\\"/g;

/** Words by which a fault says what to change. */
const cure =
  /\b(add|allow|ask|check|choose|exchange|give|leave|loosen|lower|move|must|name|needs|raise|send|take|those are|those of|use|widen|write|at most|at least|is missing|known to no source)\b/i;

/** Members whose null means that there is none, as docs/api.md says of each. */
const mayBeNull: readonly RegExp[] = [
  /^(sharpe_ratio|initial_investment|shares|benchmark|against_benchmark|diversification|risk_contributions|max_sharpe|corners)$/,
  /^(performance\.#|conventions)\./,
  /^objective\.parameters\.(target_return|group_bounds\..*)$/,
  /^parameters\.group_bounds\./,
  /^metrics\.benchmark$/,
  /\.(annual_return|calmar_ratio|sortino_ratio|omega_ratio|sharpe_ratio|skewness|excess_kurtosis)$/,
  /\.(cornish_fisher|probabilistic_sharpe|minimum_track_record|peak|trough|recovery)$/,
  /\.(correlation|r_squared|up_capture|down_capture|active_share|information_ratio|beta)$/,
  /^(expected\.)?(diversification|risk_contributions)(\.ratio|\.effective_bets\.\w+)?$/,
  /^certificate\.(objective_value|kkt_residual|starts|distinct_optima)$/,
  /^certificate\.active_constraints\.#\.shadow_price$/,
  /^certificate\.global\.(gap|upper_bound)$/,
  /^certificate\.start_from_equal_weights_value$/,
  /^bootstrap\.sharpe_ratio\.\w+$/,
  /(^|\.)terms\.short_ratio$/,
  /(^|\.)tracking\.rmse$/,
  /^(max_sharpe|min_volatility|points\.#|corners\.#)\.sharpe_ratio$/,
  /^rolling(\.\d+(\.beta\.#)?)?$/,
  /^(monthly|yearly)_returns\.#\.benchmark$/,
  /^reoptimisations\.#\.(in_sample_sharpe_ratio|out_of_sample_sharpe_ratio|kkt_residual|duality_gap)$/,
  /^walk_forward\.sharpe_ratio\.\w+$/,
];

/**
 * What an answer or a problem does that none may: faults of ours, text of our code, nulls in place of
 * numbers, weights that don't add up or that leave their bounds, refusals without a cure.
 *
 * @returns  sentences for whoever reads the failing test
 */
export function answerFaults({ status, body }: Reply): readonly string[] {
  if (status >= 500) return [`${status}: ${body}`];
  const betrayal = body.replace(echoes, '').match(betrayals);
  const told = JSON.parse(body);
  return [
    ...(betrayal === null ? [] : [`it says ${betrayal[0]}`]),
    ...(status === 200 ? answered(told) : refused(told)),
  ];
}

interface Told {
  readonly detail?: unknown;
  readonly faults?: readonly { readonly reason: string }[];
  readonly optimal_allocations?: Readonly<Record<string, number>>;
  readonly cash?: number;
  readonly objective?: {
    readonly name: string;
    readonly parameters?: {
      readonly kelly_fraction?: number;
      readonly market_neutral?: boolean;
      readonly bounds?: Readonly<Record<string, readonly [number, number]>>;
    };
  };
  readonly certificate?: {
    readonly objective_value?: number | null;
    readonly kkt_residual?: number | null;
    readonly duality_gap?: number;
  };
  readonly warnings?: readonly string[];
}

function refused({ detail, faults }: Told): readonly string[] {
  if (typeof detail !== 'string') return ['it has no detail'];
  const reasons = faults?.map(({ reason }) => reason) ?? [detail];
  return reasons.filter((reason) => !cure.test(reason)).map((reason) => `no cure: ${reason}`);
}

function answered(told: Told): readonly string[] {
  const strange = nullPaths(told).filter((path) => !mayBeNull.some((one) => one.test(path)));
  return [
    ...new Set(strange.map((path) => `${path} is null`)),
    ...weightFaults(told),
    ...uncertain(told),
  ];
}

/** The members that are null, by their paths; entries of lists are `#`. */
function nullPaths(value: unknown, path = ''): readonly string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const step = Array.isArray(value) ? '#' : name;
    return nullPaths(one, path === '' ? step : `${path}.${step}`);
  });
}

function weightFaults({ optimal_allocations: told, cash = 0, objective }: Told): readonly string[] {
  if (told === undefined) return [];
  const {
    bounds,
    kelly_fraction: share = 1,
    market_neutral: neutral,
  } = objective?.parameters ?? {};
  const free = objective?.name === 'implied_weights' ? Number.POSITIVE_INFINITY : 0;
  const sum = Object.values(told).reduce((total, weight) => total + weight, 0);
  const off = Math.abs(sum - (neutral === true ? 0 : 1 - cash));
  // Shares of a mix that is held in part are rounded once more.
  const rounding = share === 1 ? 0 : 1e-15;
  const outside = Object.entries(told).filter(([symbol, weight]) => {
    const [low, high] = bounds?.[symbol] ?? [0 - free, 1 + free];
    return weight / share < low - rounding || weight / share > high + rounding;
  });
  return [
    ...(off > rounding ? [`weights add up to ${sum}`] : []),
    ...outside.map(([symbol, weight]) => `${symbol} has ${weight}, past its bounds`),
  ];
}

/** A certificate that is none has to be warned of. */
function uncertain({ certificate, warnings }: Told): readonly string[] {
  const miss = certificate?.kkt_residual ?? certificate?.duality_gap ?? 0;
  const size = 1 + Math.abs(certificate?.objective_value ?? 0);
  if (miss <= 1e-6 * size || warnings?.some((one) => one.includes('not certain'))) return [];
  return [`it misses its conditions by ${miss} without a warning`];
}
