"""Largest Omega ratios by scipy's linear programs: the primal of Kapsos and others, not the dual that is solved."""

import json

import numpy as np
from scipy.optimize import linprog

rng = np.random.default_rng(20241128)


def largest_omega(returns, threshold, lower, upper):
    """Least mean shortfall u of y, where y gains 1 and y = t*w."""
    excess = returns - threshold
    days, n = excess.shape
    # y, t, u
    costs = np.concatenate([np.zeros(n + 1), np.full(days, 1 / days)])
    below = np.hstack([-excess, np.zeros((days, 1)), -np.eye(days)])
    least = np.hstack([-np.eye(n), np.full((n, 1), lower), np.zeros((n, days))])
    most = np.hstack([np.eye(n), np.full((n, 1), -upper), np.zeros((n, days))])
    gain = np.concatenate([excess.mean(axis=0), np.zeros(days + 1)])
    budget = np.concatenate([np.ones(n), [-1], np.zeros(days)])
    found = linprog(
        costs,
        A_ub=np.vstack([below, least, most]),
        b_ub=np.zeros(days + 2 * n),
        A_eq=np.vstack([gain, budget]),
        b_eq=[1, 0],
        bounds=[(None, None)] * n + [(0, None)] * (days + 1),
        method="highs",
    )
    w = found.x[:n] / found.x[n]
    path = excess @ w
    return w, np.maximum(path, 0).sum() / np.maximum(-path, 0).sum()



def constrained_omega(returns, threshold, lower, upper, range_, leverage, turnover):
    """The same where the first two are a group, from equal weights: y = t*w, |y| <= a, |y - t/n| <= b."""
    excess = returns - threshold
    days, n = excess.shape
    zero, one = np.zeros((n, n)), np.eye(n)
    even = np.full((n, 1), 1 / n)
    none = np.zeros((n, days))
    # y, t, a, b, u
    costs = np.concatenate([np.zeros(3 * n + 1), np.full(days, 1 / days)])
    two = np.concatenate([[1, 1], np.zeros(n - 2)])
    rest = np.zeros(days)
    rows = [
        np.hstack([-excess, np.zeros((days, 1 + 2 * n)), -np.eye(days)]),
        np.hstack([-one, np.full((n, 1), lower), zero, zero, none]),
        np.hstack([one, np.full((n, 1), -upper), zero, zero, none]),
        np.hstack([one, np.zeros((n, 1)), -one, zero, none]),
        np.hstack([-one, np.zeros((n, 1)), -one, zero, none]),
        np.hstack([one, -even, zero, -one, none]),
        np.hstack([-one, even, zero, -one, none]),
        np.concatenate([-two, [range_[0]], np.zeros(2 * n), rest])[None],
        np.concatenate([two, [-range_[1]], np.zeros(2 * n), rest])[None],
        np.concatenate([np.zeros(n), [-leverage], np.ones(n), np.zeros(n), rest])[None],
        np.concatenate([np.zeros(n), [-2 * turnover], np.zeros(n), np.ones(n), rest])[None],
    ]
    below = np.vstack(rows)
    gain = np.concatenate([excess.mean(axis=0), np.zeros(2 * n + 1), rest])
    budget = np.concatenate([np.ones(n), [-1], np.zeros(2 * n), rest])
    found = linprog(
        costs,
        A_ub=below,
        b_ub=np.zeros(below.shape[0]),
        A_eq=np.vstack([gain, budget]),
        b_eq=[1, 0],
        bounds=[(None, None)] * n + [(0, None)] * (1 + 2 * n + days),
        method="highs",
    )
    w = found.x[:n] / found.x[n]
    path = excess @ w
    return np.maximum(path, 0).sum() / np.maximum(-path, 0).sum()


cases = []
for n, days, threshold, lower, upper in [
    (2, 30, 0, 0, 1),
    (5, 120, 0.0003, 0, 1),
    (8, 250, 0, 0, 0.3),
    (6, 150, -0.0005, -0.2, 0.6),
    (12, 200, 0.0001, -0.1, 1),
]:
    market = 0.008 * rng.normal(size=days)
    returns = 0.0008 + np.outer(market, 0.5 + rng.random(n)) + 0.012 * rng.standard_t(4, size=(days, n))
    returns = np.round(returns, 6)
    group = [0.1, 0.3] if n > 2 else [0.5, 1]
    w, omega = largest_omega(returns, threshold, lower, upper)
    cases.append(
        {
            "symbols": n,
            "threshold": threshold,
            "bounds": [lower, upper],
            "returns": returns.ravel().tolist(),
            "weights": w.tolist(),
            "omega": omega,
            "constrained": {
                "range": group,
                "leverage": 1.2,
                "turnover": 0.25,
                "omega": constrained_omega(returns, threshold, lower, upper, group, 1.2, 0.25),
            },
        }
    )
print(json.dumps({"cases": cases}))
