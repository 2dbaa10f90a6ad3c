"""Worst days and highest returns under constraints by scipy's linear programs in their primal form; the least
drawdown of a held portfolio by bisection over programs of all falls. See README.md."""

import json

import numpy as np
from scipy.optimize import linprog

groups = [([0, 1], (0.25, 0.45)), ([1, 3], (-1, 0.5))]
leverage, turnover, beta = 1.2, 0.35, 0.9


class Program:
    """Columns: w, bought, sold (w − current), long, short (w), then others."""

    def __init__(self, n, others, bounds, current):
        self.n, self.size = n, 5 * n + others
        self.cost = np.zeros(self.size)
        self.upper, self.right, self.equal, self.sides = [], [], [], []
        self.bounds = [bounds] * n + [(0, None)] * (4 * n) + [(0, None)] * others
        for i in range(n):
            self.equals({i: 1, n + i: -1, 2 * n + i: 1}, current[i])
            self.equals({i: 1, 3 * n + i: -1, 4 * n + i: 1}, 0)
        self.equals({i: 1 for i in range(n)}, 1)
        for members, (least, most) in groups:
            self.below({i: 1 for i in members}, most)
            self.below({i: -1 for i in members}, -least)
        self.below({3 * n + i: 1 for i in range(2 * n)}, leverage)
        self.below({n + i: 0.5 for i in range(2 * n)}, turnover)

    def row(self, entries):
        row = np.zeros(self.size)
        for k, value in entries.items():
            row[k] = value
        return row

    def below(self, entries, right):
        self.upper.append(self.row(entries))
        self.right.append(right)

    def equals(self, entries, right):
        self.equal.append(self.row(entries))
        self.sides.append(right)

    def solve(self):
        rows = (np.array(self.upper), self.right, np.array(self.equal), self.sides)
        options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
        found = linprog(self.cost, *rows, self.bounds, method="highs-ds", options=options)
        return found.fun if found.status == 0 else None


def tail(returns, drawdowns, bounds, current, costs, floor=None, limit=None):
    """alpha, z, and for drawdowns u follow the weights (Chekhlov, Uryasev & Zabarankin 2005)."""
    t, n = returns.shape
    program = Program(n, 1 + t * (2 if drawdowns else 1), bounds, current)
    alpha, z, u = 5 * n, 5 * n + 1, 5 * n + 1 + t
    program.bounds[alpha] = (None, None)
    worst = {alpha: 1, **{z + k: 1 / ((1 - beta) * t) for k in range(t)}}
    paid = {n + i: costs[i % n] for i in range(2 * n)}
    gain = {**{i: 252 * returns[:, i].mean() for i in range(n)}, **{k: -rate for k, rate in paid.items()}}
    for k in range(t):
        if drawdowns:
            program.below({u + k: 1, alpha: -1, z + k: -1}, 0)
            before = {u + k - 1: 1} if k > 0 else {}
            program.below({**{i: -returns[k, i] for i in range(n)}, u + k: -1, **before}, 0)
        else:
            program.below({**{i: -returns[k, i] for i in range(n)}, alpha: -1, z + k: -1}, 0)
    if limit is not None:
        program.below(worst, limit)
        program.cost = -program.row(gain)
    elif floor is not None:
        program.below({k: -value for k, value in gain.items()}, -floor)
        program.cost = program.row(worst)
    else:
        program.cost = program.row({**worst, **paid})
    return program.solve()


def held(returns, bounds, current):
    """The least theta for which some weights have (1 - theta) V_s <= V_t for all s < t."""
    growth = np.vstack([np.ones(returns.shape[1]), np.cumprod(1 + returns, axis=0)])
    t, n = growth.shape
    low, high = 0.0, 1.0
    for _ in range(50):
        theta = (low + high) / 2
        program = Program(n, 0, bounds, current)
        for s in range(t):
            for k in range(s + 1, t):
                program.below({i: (1 - theta) * growth[s, i] - growth[k, i] for i in range(n)}, 0)
        low, high = (theta, high) if program.solve() is None else (low, theta)
    return high


cases = []
for seed in range(1, 7):
    rng = np.random.default_rng(seed)
    n, t = 4 + seed % 3, 40
    returns = np.round(0.0008 + 0.006 * rng.standard_t(4, (t, 1)) + 0.007 * rng.standard_t(4, (t, n)), 6)
    current = np.round(rng.dirichlet(np.ones(n)), 3)
    costs = np.round(rng.uniform(0, 0.003, n), 5)
    bounds = (-0.3, 0.8) if seed % 2 else (0, 0.8)
    case = (returns, bounds, current)
    cvar, cdar = tail(returns, False, bounds, current, 0 * costs), tail(returns, True, bounds, current, 0 * costs)
    most = None if cvar is None else tail(returns, False, bounds, current, costs, limit=10)
    target = None if most is None else round(-most - 0.1 * abs(most), 6)
    limits = None if cvar is None else [round(1.1 * cvar, 6), round(1.1 * cdar, 6)]
    minima = {}
    for name, drawdowns in (("cvar", False), ("cdar", True)):
        asked = (returns, drawdowns, bounds, current, costs)
        minima[f"min_{name}"] = tail(*asked)
        minima[f"min_{name} of a return"] = None if target is None else tail(*asked, floor=target)
        minima[f"target_{name}"] = None if limits is None else tail(*asked, limit=limits[drawdowns])
    minima["max_return"] = most
    minima["min_max_drawdown"] = None if cvar is None else held(returns, bounds, current)
    cases.append(
        {
            "periods": t,
            "symbols": n,
            "returns": returns.ravel().tolist(),
            "bounds": bounds,
            "current": current.tolist(),
            "costs": costs.tolist(),
            "groups": groups,
            "leverage": leverage,
            "turnover": turnover,
            "confidence": beta,
            "target_return": target,
            "limits": limits,
            "minima": minima,
        }
    )
print(json.dumps(cases, indent=1))
