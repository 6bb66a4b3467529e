#!/usr/bin/python3
"""Prints the reference figures of AllocationReferenceTests: cvxopt's cone solvers, SciPy's HiGHS and linkage, on the sample that SampleAssets makes."""
import numpy as np, scipy.sparse as sp
from cvxopt import matrix, solvers
from scipy.cluster.hierarchy import linkage
from scipy.optimize import linprog, root

solvers.options.update(show_progress=False, abstol=1e-13, reltol=1e-13, feastol=1e-13, maxiters=200)


def sample(n, T):
    x = 12345

    def u():
        nonlocal x
        x = (1103515245 * x + 12345) % 2**31
        return x / 2**31
    beta, size, drift = [0.4 + 1.2 * u() for _ in range(n)], [0.5 + 1.5 * u() for _ in range(n)], [0.0002 + 0.0008 * u() for _ in range(n)]
    R = np.zeros((T, n))
    for t in range(T):
        m = u() - 0.5
        for i in range(n):
            R[t, i] = drift[i] + 0.02 * beta[i] * m + 0.02 * size[i] * (u() - 0.5)
    return R, R.mean(0) * 252, np.cov(R, rowvar=False) * 252


def qp(P, q, G, h, A, b):
    r = solvers.qp(*[matrix(np.asarray(v, float)) for v in (P, q, G, h, A, b)])
    return np.array(r['x']).ravel()


def box(n, lo, hi):
    return np.vstack((-np.eye(n), np.eye(n))), np.r_[np.full(n, -lo), np.full(n, hi)]


def say(name, v):
    print(name, np.array2string(np.atleast_1d(v), precision=10, separator=', ', max_line_width=200))


R, mu, C = sample(12, 240)
n = 12
one = np.ones((1, n))
G, h = box(n, 0, .15)
w = qp(C, np.zeros(n), G, h, one, [1.]); say('min variance, cap 0.15', w); say('half variance', w @ C @ w / 2)
G, h = box(n, 0, .25)
w = qp(C, np.zeros(n), np.vstack((G, -mu)), np.r_[h, -.16], one, [1.]); say('target return 0.16', w)
w = qp(3 * C, -mu, G, h, one, [1.]); say('utility 3', w)
y = qp(C, np.zeros(n), np.vstack((-np.eye(n), np.eye(n) - .25 * np.ones((n, n)))), np.zeros(2 * n), (mu - .02)[None, :], [1.])
w = y / y.sum(); say('max Sharpe, cap 0.25, rf 0.02', w); say('ratio', (w @ mu - .02) / np.sqrt(w @ C @ w))
L = np.linalg.cholesky(C).T
solvers.options.update(abstol=1e-8, reltol=1e-8, feastol=1e-8)
r = solvers.socp(matrix(-mu), Gl=matrix(G), hl=matrix(h), Gq=[matrix(np.vstack((np.zeros(n), -L)))], hq=[matrix(np.r_[.088, np.zeros(n)])], A=matrix(one), b=matrix(1.))
w = np.array(r['x']).ravel(); say('target risk 0.088', w); say('return', w @ mu)
solvers.options.update(abstol=1e-12, reltol=1e-12, feastol=1e-12)
# utility 12 with costs of 0.002 and turnover at most 0.5 from equal weights: x = w0 + b - s
I, Z, w0 = np.eye(n), np.zeros((n, n)), np.full(n, 1 / n)
P = np.zeros((3 * n, 3 * n)); P[:n, :n] = 12 * C
q = np.r_[-mu, np.full(2 * n, .002)]
GG = np.vstack((np.hstack((G, np.zeros((2 * n, 2 * n)))), np.hstack((np.zeros((2 * n, n)), -np.eye(2 * n))), np.r_[np.zeros(n), np.ones(2 * n)][None, :]))
AA = np.vstack((np.r_[np.ones(n), np.zeros(2 * n)][None, :], np.hstack((I, -I, I))))
x = qp(P, q, GG, np.r_[h, np.zeros(2 * n), .5], AA, np.r_[1., w0]); w = x[:n]; say('costs and turnover', w); say('objective', 6 * w @ C @ w - mu @ w + .002 * abs(w - w0).sum())
x = qp(P, np.r_[-mu, np.zeros(2 * n)], np.vstack((np.hstack((box(n, -.2, .3)[0], np.zeros((2 * n, 2 * n)))), np.hstack((np.zeros((2 * n, n)), -np.eye(2 * n))), np.r_[np.zeros(n), np.ones(2 * n)][None, :],
    np.r_[np.ones(4), np.zeros(3 * n - 4)][None, :])), np.r_[np.full(n, .2), np.full(n, .3), np.zeros(2 * n), 1.4, .3], np.vstack((np.r_[np.ones(n), np.zeros(2 * n)][None, :], np.hstack((I, -I, I)))), np.r_[1., np.zeros(n)])
w = x[:n]; say('long and short, gross 1.4, first four at most 0.3', w); say('objective', 6 * w @ C @ w - mu @ w)
T = len(R)
c = np.r_[np.zeros(n), 1, np.full(T, 1 / (.05 * T))]
r = linprog(c, A_ub=sp.hstack([sp.csr_matrix(-R), sp.csr_matrix(-np.ones((T, 1))), -sp.eye(T)]).tocsr(), b_ub=np.zeros(T), A_eq=np.r_[np.ones(n), np.zeros(T + 1)][None, :], b_eq=[1], bounds=[(0, .25)] * n + [(None, None)] + [(0, None)] * T, method='highs')
say('shortfall', r.fun); say('its weights', r.x[:n])
b = np.arange(1, n + 1) / (n * (n + 1) / 2)
z = np.exp(root(lambda v: np.exp(v) * (C @ np.exp(v)) - b, -np.log(np.diag(C)) / 2 - 2, tol=1e-15).x); say('risk parity 1:2:…:12', z / z.sum())
# hierarchical risk parity as López de Prado (2016) prints it
s = np.sqrt(np.diag(C)); rho = C / np.outer(s, s); D = np.sqrt(np.maximum(0, .5 * (1 - rho))); np.fill_diagonal(D, 0)
from scipy.spatial.distance import pdist
link = linkage(pdist(D), 'single').astype(float)
order = [int(link[-1, 0]), int(link[-1, 1])]
while max(order) >= n:
    order = sum(([int(link[o - n, 0]), int(link[o - n, 1])] if o >= n else [o] for o in order), [])
def var(ix):
    iv = 1 / np.diag(C)[ix]; iv /= iv.sum(); return iv @ C[np.ix_(ix, ix)] @ iv
w = np.ones(n); runs = [order]
while runs:
    runs = [run[a:e] for run in runs for a, e in ((0, len(run) // 2), (len(run) // 2, len(run))) if len(run) > 1]
    for k in range(0, len(runs), 2):
        a = 1 - var(runs[k]) / (var(runs[k]) + var(runs[k + 1])); w[runs[k]] *= a; w[runs[k + 1]] *= 1 - a
say('hierarchical risk parity', w)
R, mu, C = sample(100, 300)
for f, k in ((0, 1), (1, 5)):
    w = qp(k * C, -f * mu, *box(100, 0, .05), np.ones((1, 100)), [1.]); print('100 assets', f, k, repr(k * w @ C @ w / 2 - f * mu @ w))
