"""Shares for random weights and prices: the greedy rule restated, and scipy's MILP (HiGHS)."""

import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def greedy(weights, prices, amount):
    """Whole shares by target, then one at a time where the share of what is invested lacks most."""
    shares = np.floor(weights * amount / prices)
    left = amount - shares @ prices
    while True:
        invested = shares @ prices
        current = shares * prices / invested if invested > 0 else 0 * shares
        lacking = weights - current
        for i in np.argsort(-lacking, kind="stable"):
            if lacking[i] > 0 and prices[i] <= left:
                shares[i] += 1
                left -= prices[i]
                break
        else:
            return shares


def exact(weights, prices, amount):
    """Least sum |target - position| + cash left; and the value of that."""
    n = len(prices)
    targets = weights * amount
    # Variables: n whole shares, n deviations.
    cost = np.concatenate([-prices, np.ones(n)])
    spread = np.diag(prices)
    rows = [
        LinearConstraint(np.hstack([spread, np.eye(n)]), targets, np.inf),
        LinearConstraint(np.hstack([-spread, np.eye(n)]), -targets, np.inf),
        LinearConstraint(np.concatenate([prices, np.zeros(n)]), -np.inf, amount),
    ]
    found = milp(
        cost,
        constraints=rows,
        integrality=np.concatenate([np.ones(n), np.zeros(n)]),
        bounds=Bounds(np.zeros(2 * n), np.inf),
        options={"mip_rel_gap": 0},
    )
    assert found.status == 0, found.message
    return amount + found.fun


def question(random, n, amount, short):
    prices = np.round(np.exp(random.uniform(0, 6, n)), 2)
    weights = random.uniform(0, 1, n)
    if short:
        weights[::3] *= -0.4
    weights /= weights.sum()
    weights = np.round(weights, 6)
    weights[1] += 1 - weights.sum()
    long, shorted = np.maximum(weights, 0), np.maximum(-weights, 0)
    shares = greedy(long / long.sum(), prices, amount)
    told = {"amount": amount, "prices": prices.tolist(), "weights": weights.tolist()}
    if short:
        shares = shares - greedy(shorted / shorted.sum(), prices, amount * shorted.sum())
    else:
        told["least"] = exact(weights, prices, amount)
    return {**told, "greedy": shares.astype(int).tolist()}


random = np.random.default_rng(7)
cases = [
    question(random, n, amount, short)
    for n, amount in [(2, 1000), (5, 1000), (8, 5000), (12, 10000), (20, 50000)]
    for short in (False, True)
    for _ in range(2)
]
json.dump(cases, sys.stdout, indent=1)
print()
