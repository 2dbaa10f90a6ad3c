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
    w, omega = largest_omega(returns, threshold, lower, upper)
    cases.append(
        {
            "symbols": n,
            "threshold": threshold,
            "bounds": [lower, upper],
            "returns": returns.ravel().tolist(),
            "weights": w.tolist(),
            "omega": omega,
        }
    )
print(json.dumps({"cases": cases}))
