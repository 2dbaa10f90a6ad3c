"""Black and Litterman's posterior, written down from He & Litterman (1999) with numpy alone.

Every inverse is taken as the paper prints it, so that nothing but the answer is shared with the
worker's own way. Prices are short paths of a random walk, rounded as they are sent.
"""

import json

import numpy as np
import pandas as pd

rng = np.random.default_rng(20240602)
PERIODS = 252
RATE = 0.015


def market(size, days):
    mix = rng.normal(size=(size, size)) * 0.006
    returns = rng.normal(size=(days, size)) @ mix + 0.0012
    closes = np.round(50 * np.vstack([np.ones(size), np.cumprod(1 + returns, axis=0)]), 4)
    index = np.round(closes @ rng.uniform(1, 2, size), 4)
    return closes, index


def implied_aversion(index):
    returns = pd.Series(index).pct_change().dropna()
    return (returns.mean() * PERIODS - RATE) / (returns.var() * PERIODS)


def posterior(pi, sigma, tau, picks, values, omega):
    ts = np.linalg.inv(tau * sigma)
    m = np.linalg.inv(ts + picks.T @ np.linalg.inv(omega) @ picks)
    mean = m @ (ts @ pi + picks.T @ np.linalg.inv(omega) @ values)
    return mean, sigma + m


def case(size, days, views, tau, prior):
    closes, index = market(size, days)
    names = [f"S{i}" for i in range(size)]
    sigma = pd.DataFrame(closes).pct_change().dropna().cov().to_numpy() * PERIODS
    caps = rng.uniform(1, 9, size)
    delta = implied_aversion(index)
    given = rng.uniform(-0.1, 0.2, size)
    pi = delta * sigma @ (caps / caps.sum()) + RATE if prior == "equilibrium" else given
    picks = np.zeros((len(views), size))
    omega = np.zeros(len(views))
    told = []
    for k, (long, short, value, confidence) in enumerate(views):
        for side, sign in ((long, 1), (short, -1)):
            for i, share in side.items():
                picks[k, i] = sign * share / sum(side.values())
        spread = tau * picks[k] @ sigma @ picks[k]
        omega[k] = spread * (1 - confidence) / confidence
        view = {"long": {names[i]: s for i, s in long.items()}, "return": value}
        if short:
            view["short"] = {names[i]: s for i, s in short.items()}
        if confidence != 0.5:
            view["confidence"] = confidence
        told.append(view)
    values = np.array([view[2] for view in views])
    mean, covariance = posterior(pi, sigma, tau, picks, values, np.diag(omega))
    return {
        "closes": closes.tolist(),
        "index": index.tolist(),
        "caps": caps.tolist(),
        "given": given.tolist(),
        "prior": prior,
        "tau": tau,
        "views": told,
        "aversion": delta,
        "pi": pi.tolist(),
        "omega": omega.tolist(),
        "mean": mean.tolist(),
        "covariance": covariance.tolist(),
    }


cases = [
    case(3, 40, [({0: 1}, {}, 0.2, 0.5)], 0.05, "equilibrium"),
    case(4, 60, [({1: 1}, {3: 1}, 0.05, 0.5), ({0: 1}, {}, -0.1, 0.5)], 0.025, "equilibrium"),
    case(5, 60, [({0: 3, 1: 1}, {2: 1, 4: 4}, 0.08, 0.7), ({3: 1}, {}, 0.3, 0.2)], 0.1, "given"),
    case(6, 80, [({0: 1, 1: 1}, {}, 0.1, 0.9), ({5: 1}, {0: 1}, 0.02, 0.35)], 1.0, "equilibrium"),
]
print(json.dumps({"rate": RATE, "cases": cases}))
