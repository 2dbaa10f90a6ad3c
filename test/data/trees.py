"""Trees by scipy, and allocations on them written down from the papers with numpy alone."""

import json

import numpy as np
from scipy.cluster.hierarchy import cut_tree, leaves_list, linkage
from scipy.optimize import nnls
from scipy.spatial.distance import pdist, squareform

rng = np.random.default_rng(20240501)
METHODS = ("single", "complete", "average", "weighted", "centroid", "median", "ward")


def tree_case(title, distances):
    trees = {}
    for method in METHODS:
        tree = linkage(distances, method)
        if np.isnan(tree).any():  # What no points have: squares below 0.
            continue
        cuts = cut_tree(tree)
        trees[method] = {
            "merges": tree.ravel().tolist(),
            "leaves": leaves_list(tree).tolist(),
            # Row k: the labels of the symbols when cut into k + 1 clusters. Where distances
            # are equal or fall, cut_tree does not go by the order of the merges.
            "labels": cuts[:, ::-1].T.tolist() if np.all(np.diff(tree[:, 2]) > 0) else [],
        }
    size = len(squareform(distances))
    return {"title": title, "size": size, "distances": list(map(float, distances)), "trees": trees}


def correlation_distance(cov):
    sd = np.sqrt(np.diag(cov))
    rho = np.clip(cov / np.outer(sd, sd), -1, 1)
    dist = np.sqrt((1 - rho) / 2)
    np.fill_diagonal(dist, 0)
    return dist


def inverse_variance(cov):
    w = 1 / np.diag(cov)
    return w / w.sum()


def variance(cov, items):
    part = cov[np.ix_(items, items)]
    w = inverse_variance(part)
    return w @ part @ w


def hrp(cov, method):
    order = leaves_list(linkage(squareform(correlation_distance(cov), checks=False), method))
    w = np.ones(len(cov))
    lists = [list(order)]
    while lists:
        halves = [(x[: len(x) // 2], x[len(x) // 2 :]) for x in lists if len(x) > 1]
        for a, b in halves:
            va, vb = variance(cov, a), variance(cov, b)
            w[a] *= vb / (va + vb)
            w[b] *= va / (va + vb)
        lists = [half for pair in halves for half in pair]
    return w


def undone(tree, k):
    """The k clusters before the last k - 1 merges; cut_tree goes by distance, astray at inversions."""
    n = len(tree) + 1
    groups = {i: [i] for i in range(n)}
    for row, (a, b) in enumerate(tree[: n - k, :2].astype(int)):
        groups[n + row] = sorted(groups.pop(a) + groups.pop(b))
    return list(groups.values())


def clusters_of(tree, k):
    labels = cut_tree(tree, k).ravel()
    return [list(np.flatnonzero(labels == label)) for label in np.unique(labels)]


def gap_count(tree, dist):
    n = len(dist)

    def within(k):
        return sum(dist[np.ix_(c, c)].sum() / (2 * len(c)) for c in clusters_of(tree, k))

    ks = range(2, min(max(8, round(n**0.5)), n - 1) + 1)
    return max(ks, key=lambda k: within(k - 1) + within(k + 1) - 2 * within(k))


def herc(cov, tree, k, cut=clusters_of):
    n = len(cov)
    clusters = cut(tree, k)
    leaves = {i: {i} for i in range(n)}
    for row, (a, b) in enumerate(tree[:, :2].astype(int)):
        leaves[n + row] = leaves[a] | leaves[b]
    w = np.zeros(n)
    for c in clusters:
        w[c] = inverse_variance(cov[np.ix_(c, c)])
    risk = [variance(cov, c) for c in clusters]
    for row in reversed(range(n - k, n - 1)):
        sides = [leaves[int(child)] for child in tree[row, :2]]
        sums = [sum(r for c, r in zip(clusters, risk) if set(c) <= side) for side in sides]
        for side, share in zip(sides, (sums[1] / sum(sums), sums[0] / sum(sums))):
            w[list(side)] *= share
    return w


def best_ratio(cov, gains):
    factor = np.linalg.cholesky(cov)
    y, _ = nnls(factor.T, np.linalg.solve(factor, gains), maxiter=1000)
    return y / y.sum()


def nco(cov, tree, k, gains, cut=clusters_of):
    inner = np.zeros((len(cov), k))
    for j, c in enumerate(cut(tree, k)):
        own = gains[c] if (gains[c] > 0).any() else np.ones(len(c))
        inner[c, j] = best_ratio(cov[np.ix_(c, c)], own)
    outer_gains = inner.T @ gains
    return inner @ best_ratio(inner.T @ cov @ inner, outer_gains)


def budgeted(cov, budgets):
    x = np.sqrt(budgets / np.diag(cov))
    for _ in range(200):
        step = np.linalg.solve(cov + np.diag(budgets / x**2), cov @ x - budgets / x)
        x = x - step * min(1, 0.9 / max((step / x).max(), 0.9))
    return x / x.sum()


def market(n, days, factors):
    load = rng.normal(size=(factors, n)) + 0.8
    moves = rng.normal(size=(days, factors)) @ load + 1.2 * rng.normal(size=(days, n))
    moves *= 0.01 * np.exp(0.5 * rng.normal(size=n))
    return np.cov(moves.T), moves.mean(axis=0)


def allocation_case(n, days, factors):
    cov, means = market(n, days, factors)
    sd = np.sqrt(np.diag(cov))
    corr = cov / np.outer(sd, sd)
    dist = correlation_distance(cov)
    near = squareform(dist, checks=False)
    tree = linkage(near, "ward")
    budgets = np.arange(1, n + 1) / (n * (n + 1) / 2)
    ks = [1, 2, 3, n]
    return {
        "size": n,
        "covariance": cov.ravel().tolist(),
        "means": means.tolist(),
        "budgets": budgets.tolist(),
        "hrp": {method: hrp(cov, method).tolist() for method in METHODS},
        "herc3By": {method: herc(cov, linkage(near, method), 3, undone).tolist() for method in METHODS},
        "nco3By": {
            method: nco(cov, linkage(near, method), 3, np.ones(n), undone).tolist() for method in METHODS
        },
        "gapCount": int(gap_count(tree, dist)),
        "herc": {str(k): herc(cov, tree, k).tolist() for k in ks},
        "ncoLeastVariance": {str(k): nco(cov, tree, k, np.ones(n)).tolist() for k in ks},
        "ncoBestSharpe": {str(k): nco(cov, tree, k, means).tolist() for k in ks},
        "equalRisk": budgeted(cov, np.full(n, 1 / n)).tolist(),
        "budgetedRisk": budgeted(cov, budgets).tolist(),
        "maximumDiversification": best_ratio(cov, sd).tolist(),
        "maximumDecorrelation": best_ratio(corr, np.ones(n)).tolist(),
    }


x = rng.normal(size=(13, 6))
trees = [
    tree_case("correlations of six days", squareform(correlation_distance(np.cov(x)), checks=False)),
    tree_case("whole numbers with many ties", rng.integers(0, 4, 45).astype(float)),
    tree_case("sevenths with ties", rng.integers(1, 8, 36) / 7),
    tree_case("two symbols", np.array([0.25])),
    tree_case("points with inversions", pdist(np.random.default_rng(7).normal(size=(24, 3)))),
    tree_case("points of a grid with ties", pdist(np.array([[i, j] for i in range(5) for j in range(4)]))),
]
allocations = [allocation_case(5, 40, 1), allocation_case(12, 120, 3)]
print(json.dumps({"trees": trees, "allocations": allocations}))
