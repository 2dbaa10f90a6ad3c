"""Optima under constraints by SLSQP over split variables, from several starts: see README.md."""

import json

import numpy as np
from scipy.optimize import minimize

cases = []
for seed in range(1, 9):
    rng = np.random.default_rng(seed)
    n = 4 + seed % 3
    loads = rng.normal(1, 0.4, n)
    covariance = 0.02 * np.outer(loads, loads) + np.diag(rng.uniform(0.01, 0.09, n))
    mean = np.round(rng.uniform(0.02, 0.25, n), 6)
    covariance = np.round(covariance, 6)
    current = np.round(rng.dirichlet(np.ones(n)), 3)
    current[-1] = round(1 - current[:-1].sum(), 3)
    lower = -0.3 if seed % 2 else 0.0
    upper = 0.8
    members = [0, 1, 2] if seed % 3 else [1, 3]
    group = [0.2, 0.55]
    leverage = 1.3
    turnover = 0.4
    costs = np.round(rng.uniform(0, 0.01, n), 4)

    # x = (w, positive part of w, b, s): |w| = 2p − w with p ≥ w, and w − current = b − s.
    def parts(x):
        return x[:n], x[n : 2 * n], x[2 * n : 3 * n], x[3 * n :]

    def cost(x):
        w, p, b, s = parts(x)
        return costs @ (b + s)

    common = [
        {"type": "eq", "fun": lambda x: x[:n].sum() - 1},
        {"type": "eq", "fun": lambda x: parts(x)[0] - current - parts(x)[2] + parts(x)[3]},
        {"type": "ineq", "fun": lambda x: x[members].sum() - group[0]},
        {"type": "ineq", "fun": lambda x: group[1] - x[members].sum()},
        {"type": "ineq", "fun": lambda x: parts(x)[1] - parts(x)[0]},
        {"type": "ineq", "fun": lambda x: leverage - (2 * parts(x)[1] - parts(x)[0]).sum()},
        {"type": "ineq", "fun": lambda x: turnover - 0.5 * (x[2 * n :]).sum()},
    ]
    bounds = [(lower, upper)] * n + [(0, None)] * (3 * n)
    variance = lambda x: x[:n] @ covariance @ x[:n]
    gain = lambda x: mean @ x[:n] - cost(x)
    target_return, target_volatility, aversion, rate = 0.12, 0.2, 4, 0.01
    questions = {
        "max_sharpe": (lambda x: -(gain(x) - rate) / np.sqrt(variance(x)), []),
        "min_volatility": (lambda x: variance(x) + cost(x), []),
        "target_return": (
            lambda x: np.sqrt(variance(x)),
            [{"type": "ineq", "fun": lambda x: gain(x) - target_return}],
        ),
        "target_volatility": (
            lambda x: -gain(x),
            [{"type": "ineq", "fun": lambda x: target_volatility**2 - variance(x)}],
        ),
        "max_utility": (lambda x: aversion / 2 * variance(x) - gain(x), []),
    }
    optima = {}
    for name, (objective, own) in questions.items():
        best = None
        for start in range(12):
            w = current if start == 0 else rng.dirichlet(np.ones(n))
            x = np.concatenate([w, np.maximum(w, 0), np.maximum(w - current, 0), np.maximum(current - w, 0)])
            found = minimize(
                objective, x, method="SLSQP", bounds=bounds, constraints=common + own,
                options={"ftol": 1e-15, "maxiter": 2000},
            )
            missed = max(
                [abs(np.atleast_1d(c["fun"](found.x))).max() for c in common if c["type"] == "eq"]
                + [-np.atleast_1d(c["fun"](found.x)).min() for c in common + own if c["type"] == "ineq"]
            )
            if missed < 1e-9 and (best is None or found.fun < best):
                best = float(found.fun)
        optima[name] = best
    cases.append(
        {
            "mean": mean.tolist(),
            "covariance": covariance.flatten().tolist(),
            "current": current.tolist(),
            "lower": lower,
            "upper": upper,
            "members": members,
            "group": group,
            "leverage": leverage,
            "turnover": turnover,
            "costs": costs.tolist(),
            "rate": rate,
            "target_return": target_return,
            "target_volatility": target_volatility,
            "risk_aversion": aversion,
            "minima": optima,
        }
    )

print(json.dumps(cases, indent=1))
