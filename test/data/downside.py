"""Least CVaR and CDaR by scipy's linear programs in their primal form; semivariance by SLSQP."""

import json

import numpy as np
from scipy.optimize import linprog, minimize

rng = np.random.default_rng(20240611)


def tail(returns, beta, drawdowns, bounds, floor):
    """Variables: w, alpha, z, and for drawdowns u (Chekhlov, Uryasev & Zabarankin 2005)."""
    t, n = returns.shape
    size = n + 1 + t * (2 if drawdowns else 1)
    cost = np.zeros(size)
    cost[n] = 1
    cost[n + 1 : n + 1 + t] = 1 / ((1 - beta) * t)
    rows, right = [], []
    for k in range(t):
        row = np.zeros(size)
        row[n] = -1
        row[n + 1 + k] = -1
        if drawdowns:
            row[n + 1 + t + k] = 1
        else:
            row[:n] = -returns[k]
        rows.append(row)
        right.append(0)
        if drawdowns:
            row = np.zeros(size)
            row[:n] = -returns[k]
            row[n + 1 + t + k] = -1
            if k > 0:
                row[n + t + k] = 1
            rows.append(row)
            right.append(0)
    if floor is not None:
        row = np.zeros(size)
        row[:n] = -252 * returns.mean(axis=0)
        rows.append(row)
        right.append(-floor)
    budget = np.zeros((1, size))
    budget[0, :n] = 1
    limits = [bounds] * n + [(None, None)] + [(0, None)] * (size - n - 1)
    found = linprog(cost, np.array(rows), right, budget, [1], limits, method="highs-ds")
    assert found.status == 0
    return found.fun


def downside(returns, threshold, bounds, floor):
    t, n = returns.shape
    mean = 252 * returns.mean(axis=0)

    def square(w):
        return 252 / t * np.sum(np.minimum(returns @ w - threshold, 0) ** 2)

    def slope(w):
        return 2 * 252 / t * returns.T @ np.minimum(returns @ w - threshold, 0)

    rules = [{"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)}]
    if floor is not None:
        rules.append({"type": "ineq", "fun": lambda w: mean @ w - floor, "jac": lambda w: mean})
    options = {"ftol": 1e-16, "maxiter": 2000}
    start = np.full(n, 1 / n)
    found = minimize(square, start, jac=slope, bounds=[bounds] * n, constraints=rules, options=options)
    ratio = minimize(
        lambda w: -(mean @ w) / np.sqrt(square(w)),
        start,
        jac=lambda w: -mean / np.sqrt(square(w)) + (mean @ w) * slope(w) / (2 * square(w) ** 1.5),
        bounds=[bounds] * n,
        constraints=rules[:1],
        options=options,
    )
    return {"min_semivariance": np.sqrt(found.fun), "max_sortino": -ratio.fun}


def case(periods, symbols, bounds, floor):
    factor = rng.standard_t(4, size=(periods, 1))
    own = rng.standard_t(4, size=(periods, symbols))
    returns = np.round(0.0006 + 0.006 * factor + 0.007 * own, 6)
    return {
        "periods": periods,
        "symbols": symbols,
        "bounds": bounds,
        "target_return": floor,
        "returns": returns.ravel().tolist(),
        "expected": {
            "min_cvar": tail(returns, 0.95, False, bounds, floor),
            "min_cdar": tail(returns, 0.9, True, bounds, floor),
            **downside(returns, 0.0002, bounds, floor),
        },
    }


cases = [
    case(60, 4, (0, 1), None),
    case(90, 6, (-0.3, 0.6), None),
    case(45, 5, (0, 0.5), 0.2),
]
print(json.dumps(cases, indent=1))
