"""Golden figures of a report, by pandas and scipy. See README.md."""

import json
import sys

import numpy as np
import pandas as pd
import scipy
from scipy import integrate, stats

rng = np.random.default_rng(20120518)
T, CONFIDENCE, RATE = 90, 0.95, 0.02
benchmark = 0.0004 + 0.011 * rng.standard_t(6, T)
shares = rng.standard_t(4, (T, 3)) * 0.012 + 0.0007 + np.outer(benchmark, [0.6, 1.1, 1.4])
closes = np.vstack([[10, 40, 25], [10, 40, 25] * np.cumprod(1 + shares, axis=0)]).round(4)
index = np.concatenate([[200], 200 * np.cumprod(1 + benchmark)]).round(4)
dates = pd.bdate_range("2019-11-18", periods=T + 1)
table = pd.DataFrame(closes, dates, ["AAA", "BBB", "CCC"])
other = pd.Series(index, dates)
weights = pd.Series([0.5, 0.8, -0.3], table.columns)


def drawdowns(path):
    """Depth, peak, trough and recovery of each fall."""
    fall = 1 - path / path.cummax()
    episodes, start = [], None
    for i in range(len(path)):
        if fall.iloc[i] > 0 and start is None:
            start = i - 1
        if start is not None and (fall.iloc[i] == 0 or i == len(path) - 1):
            part = fall.iloc[start : i + 1]
            episodes.append(
                {
                    "depth": part.max(),
                    "peak": start,
                    "trough": start + int(part.values.argmax()),
                    "recovery": i if fall.iloc[i] == 0 else None,
                }
            )
            start = None
    return fall, episodes


def cornish_fisher(r):
    m, sd, s, k = r.mean(), r.std(), stats.skew(r), stats.kurtosis(r)
    q = lambda z: z + (z**2 - 1) * s / 6 + (z**3 - 3 * z) * k / 24 - (2 * z**3 - 5 * z) * s**2 / 36
    a = stats.norm.ppf(1 - CONFIDENCE)
    tail = integrate.quad(lambda z: q(z) * stats.norm.pdf(z), -12, a, epsabs=1e-14, epsrel=1e-13)[0]
    return {"value_at_risk": -(m + sd * q(a)), "conditional": -(m + sd * tail / (1 - CONFIDENCE))}


def figures(path):
    r = path.pct_change().dropna()
    excess = r - ((1 + RATE) ** (1 / 252) - 1)
    fall, episodes = drawdowns(path)
    ordered, cases = np.sort(r), (1 - CONFIDENCE) * T
    whole = int(cases)
    z = stats.norm.ppf(1 - CONFIDENCE)
    ratio = excess.mean() / excess.std()
    spread = 1 - stats.skew(excess) * ratio + (stats.kurtosis(excess) + 2) / 4 * ratio**2
    error = np.sqrt(spread / (T - 1))
    month = path.groupby(path.index.strftime("%Y-%m")).last()
    months = month / month.shift(1).fillna(path.iloc[0]) - 1
    return {
        "annual_volatility": np.sqrt(252) * r.std(),
        "sharpe_ratio": np.sqrt(252) * ratio,
        "sortino_ratio": np.sqrt(252) * excess.mean() / np.sqrt((excess.clip(upper=0) ** 2).mean()),
        "skewness": stats.skew(r),
        "excess_kurtosis": stats.kurtosis(r),
        "ulcer_index": np.sqrt((fall**2).mean()),
        "average_drawdown": float(np.mean([e["depth"] for e in episodes])),
        "episodes": episodes,
        "historical": {
            "value_at_risk": -r.quantile(1 - CONFIDENCE),
            "conditional": -(ordered[:whole].sum() + (cases - whole) * ordered[whole]) / cases,
        },
        "gaussian": {
            "value_at_risk": -(r.mean() + r.std() * z),
            "conditional": -r.mean() + r.std() * stats.norm.pdf(z) / (1 - CONFIDENCE),
        },
        "cornish_fisher": cornish_fisher(r),
        "probabilistic": {
            "ratio": ratio,
            "standardError": error,
            "probability": stats.norm.cdf(ratio / error),
            "low": ratio - stats.norm.ppf((1 + CONFIDENCE) / 2) * error,
            "high": ratio + stats.norm.ppf((1 + CONFIDENCE) / 2) * error,
            "minimumTrackRecord": 1 + spread * (stats.norm.ppf(CONFIDENCE) / ratio) ** 2,
        },
        "months": months.to_dict(),
        "rolling_volatility_63": (np.sqrt(252) * r.rolling(63).std()).iloc[[62, -1]].tolist(),
        "rolling_sharpe_63": (np.sqrt(252) * excess.rolling(63).mean() / excess.rolling(63).std())
        .iloc[[62, -1]]
        .tolist(),
    }


def against(path):
    hurdle = (1 + RATE) ** (1 / 252) - 1
    r, b = path.pct_change().dropna(), other.pct_change().dropna()
    line = stats.linregress(b - hurdle, r - hurdle)
    growth = lambda x: np.exp(np.log1p(x).mean()) - 1
    rolling = (r.rolling(63).cov(b) / b.rolling(63).var()).iloc[[62, -1]]
    return {
        "beta": line.slope,
        "alpha": 252 * line.intercept,
        "correlation": line.rvalue,
        "tracking_error": np.sqrt(252) * (r - b).std(),
        "information_ratio": np.sqrt(252) * (r - b).mean() / (r - b).std(),
        "up_capture": growth(r[b > 0]) / growth(b[b > 0]),
        "down_capture": growth(r[b < 0]) / growth(b[b < 0]),
        "rolling_beta_63": rolling.tolist(),
    }


def risk(path, held):
    r, own = path.pct_change().dropna(), table.pct_change().dropna()
    parts = own * held.shift(1).dropna()
    return {
        "marginal": [np.sqrt(252) * own[c].cov(r) / r.std() for c in table],
        "contribution": [np.sqrt(252) * parts[c].cov(r) / r.std() for c in table],
    }


growth = table / table.iloc[0]
held = (growth * weights).sum(axis=1)
mixed = (1 + (table.pct_change() * weights).sum(axis=1)).cumprod()
drifting = (growth * weights).div(held, axis=0)
restored = pd.DataFrame([weights.values] * (T + 1), table.index, table.columns)
grid = [-37.5, -12, -8.3, -5, -3.001, -3, -2.999, -1, -0.25, 0, 0.25, 1, 2.5, 3, 3.5, 5, 7.9]
shares_of = [1e-300, 1e-20, 1e-9, 0.001, 0.02425, 0.05, 0.25, 0.5, 0.75, 0.975, 0.999, 1 - 1e-9]
json.dump(
    {
        "versions": {"pandas": pd.__version__, "scipy": scipy.__version__},
        "confidence": CONFIDENCE,
        "risk_free_rate": RATE,
        "weights": weights.tolist(),
        "dates": [d.strftime("%Y-%m-%d") for d in dates],
        "closes": {c: table[c].tolist() for c in table},
        "benchmark": index.tolist(),
        "buy_and_hold": {**figures(held), **against(held), **risk(held, drifting)},
        "fixed_mix": {**figures(mixed), **against(mixed), **risk(mixed, restored)},
        "normal": {
            "cdf": [[x, stats.norm.cdf(x)] for x in grid],
            "quantile": [[p, stats.norm.ppf(p)] for p in shares_of],
        },
    },
    sys.stdout,
)
