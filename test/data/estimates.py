"""Golden values of means and covariances, by numpy, pandas and scikit-learn."""

import json

import numpy as np
import pandas as pd
from sklearn import covariance


def sample(seed, periods, symbols, missing):
    draw = np.random.default_rng(seed)
    factors = draw.normal(0.0004, 0.012, (periods, 2))
    own = draw.standard_t(6, (periods, symbols)) * draw.uniform(0.003, 0.01, symbols)
    returns = np.round(factors @ draw.uniform(-1, 1.5, (2, symbols)) + own, 5)
    if missing:
        returns[:9, 0] = np.nan
        returns[4:7, 2] = np.nan
        returns[-2:, 3] = np.nan
    return returns


def numbers(values):
    return [None if np.isnan(v) else float(v) for v in np.asarray(values).ravel()]


def exponential_covariance(frame, span):
    deviations = frame - frame.mean()
    return [
        (deviations[i] * deviations[j]).ewm(span=span).mean().iloc[-1]
        for i in frame
        for j in frame
    ]


# Straight from the definitions of Ledoit and Wolf (2003, 2004), one period at a time.
def errors(x, s):
    return np.array([np.outer(row, row) - s for row in x])


def single_factor(returns):
    x = returns - returns.mean(axis=0)
    periods, size = x.shape
    market = x.mean(axis=1)
    s = x.T @ x / periods
    c = x.T @ market / periods
    v = market @ market / periods
    target = np.outer(c, c) / v
    np.fill_diagonal(target, np.diag(s))
    of_sample = errors(x, s)
    pi = (of_sample**2).mean(axis=0)
    # The derivative of c_i·c_j/v along each period's error of c_i, c_j and v.
    of_c = x * market[:, None] - c
    of_v = market**2 - v
    of_target = (
        of_c[:, :, None] * c[None, None, :] / v
        + c[None, :, None] * of_c[:, None, :] / v
        - np.outer(c, c)[None] * of_v[:, None, None] / v**2
    )
    rho = (of_target * of_sample).mean(axis=0)
    np.fill_diagonal(rho, np.diag(pi))
    intensity = (pi.sum() - rho.sum()) / ((s - target) ** 2).sum() / periods
    intensity = min(1.0, max(0.0, intensity))
    return intensity, intensity * target + (1 - intensity) * s


def constant_correlation(returns):
    s = pd.DataFrame(returns).cov().to_numpy()
    filled = np.nan_to_num(returns)
    x = filled - filled.mean(axis=0)
    periods, size = x.shape
    deviation = np.sqrt(np.diag(s))
    mean = ((s / np.outer(deviation, deviation)).sum() - size) / (size * (size - 1))
    target = mean * np.outer(deviation, deviation)
    np.fill_diagonal(target, np.diag(s))
    of_sample = errors(x, s)
    pi = (of_sample**2).mean(axis=0)
    rho = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            if i == j:
                rho[i, i] = pi[i, i]
                continue
            of_pair = of_sample[:, i, j]
            of_i = (of_sample[:, i, i] * of_pair).mean() * deviation[j] / deviation[i]
            of_j = (of_sample[:, j, j] * of_pair).mean() * deviation[i] / deviation[j]
            rho[i, j] = mean / 2 * (of_i + of_j)
    intensity = (pi.sum() - rho.sum()) / ((s - target) ** 2).sum() / periods
    intensity = min(1.0, max(0.0, intensity))
    return intensity, intensity * target + (1 - intensity) * s


def golden(returns):
    frame = pd.DataFrame(returns)
    filled = np.nan_to_num(returns)
    shrunk = lambda pair: {"intensity": float(pair[0]), "covariance": numbers(pair[1])}
    return {
        "periods": returns.shape[0],
        "symbols": returns.shape[1],
        "returns": numbers(returns),
        "geometric": numbers((1 + frame).prod() ** (252 / frame.count()) - 1),
        "exponential_mean_span_10": numbers(frame.ewm(span=10).mean().iloc[-1]),
        "covariance": numbers(frame.cov()),
        "correlation": numbers(frame.corr()),
        "exponential_covariance_span_10": numbers(exponential_covariance(frame, 10)),
        "ledoit_wolf": shrunk(covariance.ledoit_wolf(filled)[::-1]),
        "oas": shrunk(covariance.oas(filled)[::-1]),
        "single_factor": shrunk(single_factor(filled)),
        "constant_correlation": shrunk(constant_correlation(returns)),
        "eigenvalues": numbers(np.linalg.eigvalsh(np.cov(filled.T))),
    }


cases = {
    "complete": golden(sample(1, 60, 5, False)),
    "missing": golden(sample(2, 60, 5, True)),
    "few_periods": golden(sample(3, 6, 9, False)),
}
print(json.dumps(cases))
