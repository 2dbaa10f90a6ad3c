"""Optima of daily returns under constraints by SLSQP over split variables, from several starts: see README.md."""

import json

import numpy as np
from scipy.optimize import minimize

K = 252
cases = []
for seed in range(1, 7):
    rng = np.random.default_rng(seed)
    n = 3 + seed % 3
    days = 30
    closes = 100 * np.cumprod(
        1 + rng.normal(0.001, 0.01, (days + 1, n)) + 0.01 * rng.normal(0, 1, (days + 1, 1)), axis=0
    )
    closes = np.round(closes, 4)
    returns = closes[1:] / closes[:-1] - 1
    mean = K * returns.mean(axis=0)
    deviations = returns.std(axis=0, ddof=1)
    correlation = np.corrcoef(returns.T)
    covariance = K * np.cov(returns.T)
    current = np.round(rng.dirichlet(np.ones(n)), 3)
    current[-1] = round(1 - current[:-1].sum(), 3)
    lower = -0.3 if seed % 2 else 0.0
    upper = 0.8
    members = [0, 1]
    group = [0.2, 0.55]
    leverage = 1.3
    turnover = 0.4
    costs = np.round(rng.uniform(0, 0.01, n), 4)

    # x = (w, positive part of w, b, s): |w| = 2p − w with p ≥ w, and w − current = b − s.
    def parts(x):
        return x[:n], x[n : 2 * n], x[2 * n : 3 * n], x[3 * n :]

    cost = lambda x: costs @ (parts(x)[2] + parts(x)[3])
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
    semivariance = lambda x: K * np.mean(np.minimum(returns @ x[:n], 0) ** 2)
    gain = lambda x: mean @ x[:n] - cost(x)
    limit = round(1.1 * float(np.sqrt(semivariance(np.concatenate([current, np.zeros(3 * n)])))), 6)
    target, aversion = round(float(mean @ current), 6), 4
    questions = {
        "max_decorrelation": (lambda x: np.sqrt(x[:n] @ correlation @ x[:n]), []),
        "min_semivariance": (lambda x: semivariance(x) + cost(x), []),
        "min_semivariance of a return": (
            lambda x: np.sqrt(semivariance(x)),
            [{"type": "ineq", "fun": lambda x: gain(x) - target}],
        ),
        "max_sortino": (lambda x: -gain(x) / np.sqrt(semivariance(x)), []),
        "max_downside_utility": (lambda x: aversion / 2 * semivariance(x) - gain(x), []),
        "target_semideviation": (
            lambda x: -gain(x),
            [{"type": "ineq", "fun": lambda x: limit**2 - semivariance(x)}],
        ),
        "kelly": (lambda x: cost(x) - K * np.mean(np.log1p(returns @ x[:n])), []),
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
    # Risk budgets within bounds: the search on λ of Richard & Roncalli, by SLSQP and bisection.
    budgets = np.round(rng.dirichlet(5 * np.ones(n)), 3)
    budgets[-1] = round(1 - budgets[:-1].sum(), 3)
    tops = np.full(n, 1.0)
    tops[0] = round(0.6 * float((1 / deviations)[0] / (1 / deviations).sum()), 3)
    def weights_of(root):
        value = lambda w: 0.5 * w @ covariance @ w / root**2 - budgets @ np.log(w)
        slope = lambda w: covariance @ w / root**2 - budgets / w
        return minimize(
            value, np.minimum(np.ones(n) / n, tops), jac=slope, method="L-BFGS-B", bounds=[(1e-9, t) for t in tops],
            options={"ftol": 1e-18, "gtol": 1e-14, "maxiter": 10000},
        ).x
    low, high = 1e-3, 10.0
    for _ in range(60):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if weights_of(middle).sum() < 1 else (low, middle)
    cases.append(
        {
            "closes": closes.tolist(),
            "current": current.tolist(),
            "lower": lower,
            "upper": upper,
            "members": members,
            "group": group,
            "leverage": leverage,
            "turnover": turnover,
            "costs": costs.tolist(),
            "target_return": target,
            "target_semideviation": limit,
            "risk_aversion": aversion,
            "minima": optima,
            "risk_parity": {
                "budgets": budgets.tolist(),
                "upper": tops.tolist(),
                "weights": weights_of(np.sqrt(low * high)).tolist(),
            },
        }
    )

print(json.dumps(cases, indent=1))
