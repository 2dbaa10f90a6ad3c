"""Golden paths of rebalanced portfolios, share by share. See README.md."""

import json
import sys

import numpy as np
import pandas as pd
from scipy.optimize import brentq

given = json.load(open("test/data/report-figures.json"))
table = pd.DataFrame(given["closes"], pd.to_datetime(given["dates"]))
WEIGHTS, CASH, COST, RATE = np.array([0.6, 0.5, -0.2]), 0.1, 0.002, 1.02 ** (1 / 252) - 1


def follow(due, band):
    """Values at each close, trades and the shares of the value at the end."""
    shares, cash, path, trades = np.zeros(3), 1.0, [], []
    for t, close in enumerate(table.to_numpy()):
        cash = cash * (1 + RATE) if t else cash
        value = cash + shares @ close
        path.append(value)
        off = np.abs(np.append(shares * close, cash) / value - np.append(WEIGHTS, CASH)).max()
        if t == 0 or (t < len(table) - 1 and (due[t] or off > band)):
            paid = lambda v: COST * np.abs(WEIGHTS * v - shares * close).sum()
            after = brentq(lambda v: v + paid(v) - value, 0, value, xtol=1e-16, rtol=1e-15)
            trades.append([t, paid(after) / COST / value, paid(after) / value])
            shares, cash = WEIGHTS * after / close, CASH * after
    return {"path": path, "trades": trades, "final": (np.append(shares * close, cash) / value).tolist()}


def last_days(period):
    key = pd.Series(table.index.to_period(period))
    return (key != key.shift(-1)).to_numpy()


never = np.zeros(len(table), bool)
json.dump(
    {
        "weights": WEIGHTS.tolist(),
        "cash": CASH,
        "cost_rate": COST,
        "risk_free_rate": 0.02,
        "buy_and_hold": follow(never, np.inf),
        "fixed_mix": follow(~never, np.inf),
        "monthly": follow(last_days("M"), np.inf),
        "quarterly": follow(last_days("Q"), np.inf),
        "yearly": follow(last_days("A"), np.inf),
        "bands": follow(never, 0.03),
    },
    sys.stdout,
)
