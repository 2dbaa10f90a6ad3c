"""Held portfolios of the best ratio within bounds by SLSQP, from many starts: see README.md."""

import json

import numpy as np
from scipy.optimize import minimize

cases = []
for seed in range(1, 9):
    rng = np.random.default_rng(seed)
    n, days = 3 + seed % 3, 40
    common = rng.normal(0.001, 0.03, (days, 1))
    moves = common * rng.normal(1, 0.5, n) + rng.normal(0.001, 0.03, (days, n))
    closes = np.round(100 * np.vstack([np.ones(n), np.cumprod(1 + moves, axis=0)]), 3)
    lower = np.round(rng.uniform(0, 0.8 / n, n), 2) * (rng.uniform(size=n) < 0.6)
    upper = np.minimum(1, np.round(lower + rng.uniform(0.25, 0.6, n), 2))
    rate = 0.0005 * (seed % 2)
    growth = closes / closes[0]

    def loss(w):
        value = growth @ w
        excess = value[1:] / value[:-1] - 1 - rate
        return -np.sqrt(252) * excess.mean() / excess.std(ddof=1)

    def slope(w):
        value = growth @ w
        gross = value[1:] / value[:-1]
        excess = gross - 1 - rate
        m, s, t = excess.mean(), excess.std(ddof=1), len(excess)
        days = 1 / (t * s) - m * (excess - m) / ((t - 1) * s**3)
        a = (growth[1:] - gross[:, None] * growth[:-1]) / value[:-1, None]
        return -np.sqrt(252) * days @ a

    best = None
    for _ in range(40):
        start = np.clip(rng.dirichlet(np.ones(n)), lower, upper)
        found = minimize(
            loss,
            start,
            jac=slope,
            bounds=list(zip(lower, upper)),
            constraints=[{"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)}],
            method="SLSQP",
            options={"ftol": 1e-15, "maxiter": 500},
        )
        if abs(found.x.sum() - 1) < 1e-10 and (best is None or found.fun < best.fun):
            best = found
    cases.append(
        {
            "closes": closes.tolist(),
            "rate": rate,
            "lower": lower.tolist(),
            "upper": upper.tolist(),
            "ratio": -best.fun,
            "weights": best.x.tolist(),
        }
    )

print(json.dumps(cases))
