"""What PyPortfolioOpt's tests ask without a figure, or with one of a loose solver: by numpy and scipy."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linprog, minimize

prices = pd.read_csv(
    Path("../shared/data/prices/stock_prices.csv"), parse_dates=True, index_col="date"
)
names = list(prices.columns)
size = len(names)
returns = prices.pct_change(fill_method=None).dropna(how="all")
mean = ((1 + returns).prod() ** (252 / returns.count()) - 1).values
simple = returns.mean().values * 252
cov = returns.cov().values * 252
days = prices.dropna().pct_change().dropna().values
few = names[:5]
cases = []


def by(values, keys=names):
    return {key: float(value) for key, value in zip(keys, values)}


def keep(test, title, question, expected, tell=None, rtol=0.0, atol=1e-10):
    told = {} if tell is None else {"tell": tell}
    tolerance = {"rtol": rtol, "atol": atol}
    case = {"id": title, "test": test, "question": question, "expected": expected}
    cases.append({**case, "tolerance": tolerance, **told})


def entries(matrix):
    return {str(k): float(value) for k, value in enumerate(np.asarray(matrix).ravel())}


# Minimum variance of a return, by the equations of Lagrange.
def of_return(target, total):
    ones = np.ones(size)
    left = np.block([[cov, mean[:, None], ones[:, None]], [mean, 0, 0], [ones, 0, 0]])
    return np.linalg.solve(left, np.r_[np.zeros(size), target, total])[:size]


free = {"objective": "target_return", "target_return": 0.25, "bounds": [None, None]}
frontier = "test_efficient_frontier.py::"
keep(
    frontier + "test_efficient_return_short",
    "ef.efficient_return.short",
    free,
    by(of_return(0.25, 1)),
    "weights",
)
keep(
    frontier + "test_efficient_return_market_neutral_unbounded",
    "ef.efficient_return.neutral_unbounded",
    {**free, "market_neutral": True},
    by(of_return(0.25, 0)),
    "weights",
)


# The best of smooth objectives under bounds and groups, by SLSQP.
def best(objective, bounds, rows=()):
    budget = {"type": "eq", "fun": lambda w: w.sum() - 1}
    limits = [{"type": "ineq", "fun": row} for row in rows]
    start = np.full(size, 1 / size)
    options = {"maxiter": 3000, "ftol": 1e-16}
    terms = {"bounds": bounds, "constraints": [budget, *limits], "options": options}
    return minimize(objective, start, method="SLSQP", **terms).x


def sharpe(w):
    return (w @ mean - 0.02) / np.sqrt(w @ cov @ w)


sectors = {
    "tech": ["GOOG", "AAPL", "FB", "AMZN", "BABA", "AMD"],
    "utility": ["GE"],
    "retail": ["WMT", "SHLD", "BBY", "SBUX"],
    "fig": ["BAC", "MA", "JPM"],
    "auto": ["GM", "T"],
    "airline": ["UAA"],
    "energy": ["XOM", "RRC"],
    "pharma": ["PFE"],
}
ranges = {
    "tech": [None, 0.2],
    "utility": [0.01, 0.1],
    "retail": [None, 0.2],
    "fig": [0.02, 0.4],
    "airline": [0.01, 0.05],
    "energy": [None, 0.2],
}
grouped = {"groups": sectors, "group_bounds": ranges}
sums = [
    (np.array([float(one in sectors[group]) for one in names]), least, most)
    for group, (least, most) in ranges.items()
]
rows = [(lambda w, s=s, m=m: m - s @ w) for s, _, m in sums] + [
    (lambda w, s=s, l=l: s @ w - l) for s, l, _ in sums if l is not None
]
long = [(0, 1)] * size
mix = {"portfolio": "fixed_mix"}
keep(
    frontier + "test_max_sharpe_sector_constraints_auto",
    "ef.max_sharpe.sectors",
    {**mix, **grouped},
    {"sharpe": sharpe(best(lambda w: -sharpe(w), long, rows))},
    atol=1e-9,
)
short = best(lambda w: 100 * w @ cov @ w, [(-1, 1)] * size, rows)
keep(
    frontier + "test_min_volatility_sector_constraints",
    "ef.min_volatility.sectors",
    {"objective": "min_volatility", "bounds": [None, None], **grouped},
    {"volatility": np.sqrt(short @ cov @ short)},
    atol=1e-9,
)
risky = best(lambda w: -10 * w @ mean, long, [*rows, lambda w: 0.19**2 - w @ cov @ w])
keep(
    frontier + "test_efficient_risk_sector_constraints_auto",
    "ef.efficient_risk.sectors",
    {"objective": "target_volatility", "target_volatility": 0.19, **grouped},
    {"return": risky @ mean, "volatility": 0.19},
    atol=1e-9,
)
explicit = [(0.2, 1), (0, 1), (0.15, 0.15), *long[3:]]
keep(
    frontier + "test_max_sharpe_explicit_bound",
    "ef.max_sharpe.explicit",
    {
        **mix,
        "bounds": {"GOOG": [0.2, 1], "FB": [0.15, 0.15]},
        "groups": {"pair": ["BABA", "AMZN"]},
        "group_bounds": {"pair": [None, 0.1]},
    },
    {"sharpe": sharpe(best(lambda w: -sharpe(w), explicit, [lambda w: 0.1 - w[3] - w[4]]))},
    atol=1e-9,
)
kelly = best(lambda w: -10 * (w @ mean - 1.5 * w @ cov @ w), [(0.01, 0.3)] * size)
keep(
    "test_custom_objectives.py::test_custom_convex_kelly",
    "custom.kelly",
    {"objective": "max_utility", "risk_aversion": 3, "bounds": [0.01, 0.3]},
    {"return": kelly @ mean, "volatility": np.sqrt(kelly @ cov @ kelly)},
    atol=1e-6,
)


# The worst days in their primal form, by the simplex: w, level, excess of each day.
def tail(confidence, drawdowns=False, target=None):
    count = len(days)
    bad = -days
    others = count if drawdowns else 0
    share = 1 / (count * (1 - confidence))
    cost = np.r_[np.zeros(size), 1, np.full(count, share), np.zeros(others)]
    nothing = np.zeros((count, count))
    if drawdowns:
        # The peak is at least the path, and the peak before it; the excess at least peak − path − level.
        path = np.cumsum(days, axis=0)
        before = np.eye(count, k=-1)
        upper = np.block(
            [
                [-path, -np.ones((count, 1)), -np.eye(count), np.eye(count)],
                [path, np.zeros((count, 1)), nothing, -np.eye(count)],
                [np.zeros((count, size + 1)), nothing, before - np.eye(count)],
            ]
        )
        right = np.zeros(3 * count)
    else:
        upper = np.hstack([bad, -np.ones((count, 1)), -np.eye(count)])
        right = np.zeros(count)
    if target is not None:
        upper = np.vstack([upper, np.r_[-inner, np.zeros(len(cost) - size)]])
        right = np.r_[right, -target]
    free = [(0, 1)] * size + [(None, None)] + [(0, None)] * (count + others)
    equal = np.r_[np.ones(size), np.zeros(len(cost) - size)][None]
    return linprog(cost, upper, right, equal, [1], free, method="highs").fun


inner = (np.prod(1 + days, axis=0) ** (252 / len(days))) - 1
for share in (0.1, 0.3):
    keep(
        "test_efficient_cvar.py::test_cvar_errors",
        f"cvar.beta.{share}",
        {"objective": "min_cvar", "missing": "inner", "confidence": share},
        {"cvar": tail(share)},
        atol=1e-9,
    )
keep(
    "test_efficient_cvar.py::test_cvar_errors",
    "cvar.beta.0.1.return",
    {"objective": "min_cvar", "missing": "inner", "confidence": 0.1, "target_return": 0.3},
    {"return": 0.3, "cvar": tail(0.1, target=0.3)},
    atol=1e-9,
)
keep(
    "test_efficient_cdar.py::test_cdar_errors",
    "cdar.beta.0.2",
    {"objective": "min_cdar", "missing": "inner", "confidence": 0.2},
    {"cdar": tail(0.2, drawdowns=True)},
    atol=1e-9,
)


# Posteriors by the formula that inverts nothing but the covariance of the views.
def posterior(picks, told, doubt, prior=np.zeros(size), tau=0.05):
    reach = tau * cov @ picks.T
    return prior + reach @ np.linalg.solve(picks @ reach + doubt, told - picks @ prior)


# He and Litterman's: as sure as the prior.
def usual(picks, tau=0.05):
    return np.diag(np.diag(tau * picks @ cov @ picks.T))


def picking(symbols):
    return np.array([[float(one == other) for other in names] for one in symbols])


views = {"AAPL": 0.2, "BBY": -0.3, "BAC": 0, "SBUX": -0.2, "T": 0.131321}
hear = {"objective": "equal_weight", "expected_returns": "black_litterman"}
bl = "test_black_litterman.py::"
picks = picking(views)
keep(
    bl + "test_bl_returns_no_prior",
    "bl.no_prior",
    {**hear, "prior": "zero", "views": views},
    by(posterior(picks, list(views.values()), usual(picks))),
    "expected_returns",
)
relative = np.zeros((3, size))
sides = [(["SBUX"], []), (["GOOG"], ["FB"]), (["BAC", "JPM"], ["T", "GE"])]
for k, (held, against) in enumerate(sides):
    relative[k] = picking(held).mean(axis=0) - (picking(against).mean(axis=0) if against else 0)
keep(
    bl + "test_bl_relative_views",
    "bl.relative_views",
    {
        **hear,
        "prior": "zero",
        "views": [
            {"long": "SBUX", "return": -0.2},
            {"long": "GOOG", "short": "FB", "return": 0.1},
            {"long": ["BAC", "JPM"], "short": ["T", "GE"], "return": 0.15},
        ],
    },
    by(posterior(relative, [-0.2, 0.1, 0.15], usual(relative))),
    "expected_returns",
)
ten = names[:10]
daily = np.nanmean(returns.values, axis=0)
keep(
    bl + "test_dataframe_input",
    "bl.view_covariance",
    {
        **hear,
        "prior": by(daily),
        "views": [{"long": one, "return": 0.1} for one in ten],
        "view_covariance": cov[:10, :10].tolist(),
    },
    by(posterior(picking(ten), np.full(10, 0.1), cov[:10, :10], daily)),
    "expected_returns",
)
four = {"GOOG": 0.4, "AAPL": -0.3, "FB": 0.3, "BABA": 0}
for title, doubt in (("no_uncertainty", [0, 0, 0, 0]), ("one_certain", [0, 0.2, 0.2, 0.2])):
    keep(
        bl + "test_bl_no_uncertainty",
        f"bl.{title}",
        {**hear, "prior": "zero", "views": four, "view_covariance": np.diag(doubt).tolist()},
        by(posterior(picking(four), list(four.values()), np.diag(doubt))),
        "expected_returns",
    )

# Estimates.
tell = {"objective": "equal_weight", "include_covariance": True}
order = sorted(range(5), key=lambda i: few[i])
part = cov[:5, :5][np.ix_(order, order)]
for share in (0, 0.2, 1):
    keep(
        "test_risk_models.py::test_shrunk_covariance",
        f"rm.shrunk.{share}",
        {**tell, "symbols": few, "risk_model": "shrunk", "risk_model_shrinkage": share},
        entries((1 - share) * part + share * np.trace(part) / 5 * np.eye(5)),
        "covariance",
    )
drops = np.fmin(returns[few] - 0.0004, 0)
below = (drops.T @ drops).values / len(drops) * 52
keep(
    "test_risk_models.py::test_risk_matrix_additional_kwargs",
    "rm.semicovariance.yearly_52",
    {
        **tell,
        "symbols": few,
        "risk_model": "semicovariance",
        "semicovariance_threshold": 0.0004,
        "periods_per_year": 52,
    },
    entries(below[np.ix_(order, order)]),
    "covariance",
)
bad = np.array([[0.03818144, 0.04182824], [0.04182824, 0.04149209]])
values, vectors = np.linalg.eigh(bad)
for method, fixed in (
    ("spectral", vectors @ np.diag(np.maximum(values, 0)) @ vectors.T),
    ("diagonal", bad - 1.1 * values[0] * np.eye(2)),
):
    keep(
        "test_risk_models.py::test_sample_cov_npd",
        f"rm.npd.{method}",
        {
            **tell,
            "symbols": few[:2],
            "risk_model": {"symbols": few[:2], "covariance": bad.tolist()},
            "covariance_repair": method,
        },
        entries(fixed[::-1, ::-1]),
        "covariance",
    )
for share in (0, 0.3, 1):
    keep(
        "test_expected_returns.py::test_james_stein_return_shrinkage",
        f"er.james_stein.{share}",
        {
            "objective": "equal_weight",
            "expected_returns": "james_stein",
            "expected_returns_shrinkage": share,
        },
        by((1 - share) * simple + share * simple.mean()),
        "expected_returns",
    )


# Ledoit and Wolf (2020), appendix C: all pairs of eigenvalues at once.
def nonlinear(data):
    periods, width = data.shape
    degrees = periods - 1
    values, vectors = np.linalg.eigh(np.cov(data, rowvar=False))
    # Far from an eigenvalue the two terms of the transform nearly cancel.
    kept = values[max(0, width - degrees) :].astype(np.longdouble)
    own = np.tile(kept, (len(kept), 1)).T
    bands = degrees ** (-1 / 3) * own.T
    x = (own - own.T) / bands
    root = np.sqrt(np.longdouble(5))
    density = (3 / (4 * root) * np.maximum(1 - x**2 / 5, 0) / bands).mean(axis=1)
    logs = np.log(np.abs((root - x) / (root + x)))
    far = -3 * x / 10 + 3 / (4 * root) * (1 - x**2 / 5) * logs
    hilbert = (far / np.pi / bands).mean(axis=1)
    if width <= degrees:
        ratio = width / degrees
        moved = kept / (
            (np.pi * ratio * kept * density) ** 2
            + (1 - ratio - np.pi * ratio * kept * hilbert) ** 2
        )
        return vectors @ np.diag(moved.astype(float)) @ vectors.T
    h = degrees ** (-1 / 3)
    tilt = np.log((1 + root * h) / (1 - root * h))
    at0 = (3 / 10 / h**2 + 3 / 4 / root / h * (1 - 1 / 5 / h**2) * tilt) / np.pi * (1 / kept).mean()
    none = 1 / (np.pi * (width - degrees) / degrees * at0)
    moved = kept / (np.pi**2 * kept**2 * (density**2 + hilbert**2))
    moved = np.r_[np.full(width - degrees, none), moved].astype(float)
    return vectors @ np.diag(moved) @ vectors.T


for title, start, chosen, model in (
    ("all", "2014-09-19", few, days[:, :5]),
    # 16 returns of 20 symbols.
    ("few", "2018-03-19", names, days[-16:]),
):
    places = np.argsort(chosen)
    keep(
        "test_risk_models.py::test_analytical_nonlinear_shrinkage",
        f"rm.nonlinear.{title}",
        {
            **tell,
            "symbols": chosen,
            "start_date": start,
            "missing": "inner",
            "risk_model": "nonlinear_shrinkage",
        },
        entries(252 * nonlinear(model)[np.ix_(places, places)]),
        "covariance",
        rtol=1e-9,
        atol=1e-12,
    )


# Meucci's intensity with the covariance of means that rest on days of their own.
present = returns.notna().values.astype(float)
shared = present.T @ present
sure = returns.cov().values * shared / np.outer(np.diag(shared), np.diag(shared))
spread = ((simple / 252 - simple.mean() / 252) ** 2).sum()
share = (np.trace(sure) - 2 * np.linalg.eigvalsh(sure)[-1]) / spread
keep(
    "test_expected_returns.py::test_james_stein_return_auto_shrinkage",
    "er.james_stein.auto",
    {"objective": "equal_weight", "expected_returns": "james_stein"},
    by((1 - share) * simple + share * simple.mean()),
    "expected_returns",
)

print(json.dumps(cases))
