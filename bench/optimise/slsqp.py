"""Times scipy's SLSQP on the buy-and-hold Sharpe ratio, from equal weights, for bench/optimise.

Usage: slsqp.py CLOSES ROWS COLUMNS HURDLE WAY SAMPLES LIMIT_SECONDS

CLOSES is a file of float64, row after row. WAY is "original" (a pandas objective and finite
differences, default ftol) or "gradient" (numpy, exact gradient, default ftol). Prints one line of
JSON: processor time of each run in ms after one run to warm up, imports and reading excluded; the
ratio reached; the iterations.
"""
import json
import sys
import time

import numpy as np
import pandas as pd
from scipy.optimize import minimize

path, rows, columns, hurdle, way, samples, limit = sys.argv[1:]
closes = np.fromfile(path).reshape(int(rows), int(columns))
hurdle = float(hurdle)
n = closes.shape[1]
root = np.sqrt(252)
normed = pd.DataFrame(closes) / closes[0]
growth = np.ascontiguousarray(closes / closes[0])


def original(weights):
    value = (normed * weights).sum(axis=1)
    returns = ((value / value.shift(1)) - 1)[1:]
    return -root * (returns - hurdle).mean() / returns.std()


def exact(weights):
    value = growth @ weights
    factor = value[1:] / value[:-1]
    excess = factor - 1 - hurdle
    count = len(excess)
    mean = excess.mean()
    deviation = excess.std(ddof=1)
    slopes = root * (1 / (count * deviation) - mean * (excess - mean) / ((count - 1) * deviation**3))
    by_value = np.zeros_like(value)
    by_value[1:] = slopes / value[:-1]
    by_value[:-1] -= slopes * factor / value[:-1]
    return -root * mean / deviation, -(by_value @ growth)


def solve():
    return minimize(
        original if way == "original" else exact,
        np.full(n, 1 / n),
        jac=None if way == "original" else True,
        method="SLSQP",
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda w: 1 - w.sum()},
    )


times = []
found = None
start = time.perf_counter()
# A first run that alone takes longer than the limit is the only one, and counts.
while len(times) <= int(samples) and (not times or time.perf_counter() - start < float(limit)):
    before = time.process_time()
    found = solve()
    times.append((time.process_time() - before) * 1000)
weights = np.clip(found.x, 0, None)
ratio = -original(weights / weights.sum())
print(json.dumps({"times": times[1:] or times, "ratio": ratio, "iterations": int(found.nit)}))
