"""The figures that BacktestStatisticsTests and BacktestComparisonTests expect, by numpy 1.24 and scipy 1.10 from sp500.csv alone.

Account 1 buys at the first close and holds. Account 2 is long from a close at which the mean of 50 closes is above that of 200, else flat,
trading at that close. Neither pays costs. Run: /usr/bin/python3 statistics.py
"""
import csv, datetime, math, os
import numpy as np
from scipy import stats

rows = list(csv.DictReader(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "sp500.csv"))))
dates = [datetime.date.fromisoformat(r["date"]) for r in rows]
close = np.array([float(r["close"]) for r in rows])
rf, ppy = 0.02, 252
r1 = close[1:] / close[:-1] - 1
sma = lambda n: np.concatenate([np.full(n - 1, np.nan), np.convolve(close, np.ones(n) / n, "valid")])
position = np.where(np.nan_to_num(sma(50) - sma(200)) > 0, 1.0, 0.0)
r2 = position[:-1] * r1

def describe(name, r):
    equity = np.concatenate([[1], np.cumprod(1 + r)])
    x = r - rf / ppy
    years = (dates[-1] - dates[0]).days / 365.25
    peak = np.maximum.accumulate(equity)
    dd = 1 - equity / peak
    trough = int(np.argmax(dd))
    top = int(np.argmax(equity[: trough + 1]))
    back = next((i for i in range(trough, len(equity)) if equity[i] >= equity[top]), None)
    s = np.sort(r)
    k = len(r) * (1 - 0.95)
    w = int(k)
    print(name)
    print("  total", repr(equity[-1] - 1), "cagr", repr(equity[-1] ** (1 / years) - 1), "vol", repr(r.std(ddof=1) * math.sqrt(ppy)))
    print("  sharpe", repr(x.mean() / x.std(ddof=1) * math.sqrt(ppy)),
          "sortino", repr(x.mean() / math.sqrt(np.mean(np.minimum(x, 0) ** 2)) * math.sqrt(ppy)))
    print("  mdd", repr(dd[trough]), dates[top], dates[trough], back and dates[back], "bars", (back if back else len(equity) - 1) - top)
    print("  skew", repr(stats.skew(r)), "kurtosis", repr(stats.kurtosis(r)), "best", repr(r.max()), "worst", repr(r.min()))
    print("  var", repr(-s[w]), "es", repr(-(s[:w].sum() + (k - w) * s[w]) / k))
    return x

x1, x2 = describe("hold", r1), describe("cross", r2)
X = np.column_stack([np.ones_like(x1), x1])
coef, *_ = np.linalg.lstsq(X, x2, rcond=None)
res = x2 - X @ coef
se = np.sqrt(np.diag(np.linalg.inv(X.T @ X)) * (res @ res) / (len(x2) - 2))
d = r2 - r1
print("alpha", repr(coef[0] * ppy), "t", repr(coef[0] / se[0]), "beta", repr(coef[1]), "corr", repr(np.corrcoef(r1, r2)[0, 1]))
print("te", repr(d.std(ddof=1) * math.sqrt(ppy)), "ir", repr(d.mean() / d.std(ddof=1) * math.sqrt(ppy)))

s1, s2, rho, T = x2.mean() / x2.std(ddof=1), x1.mean() / x1.std(ddof=1), np.corrcoef(x1, x2)[0, 1], len(x1)
z = (s1 - s2) / math.sqrt((2 - 2 * rho + 0.5 * (s1**2 + s2**2 - 2 * s1 * s2 * rho**2)) / T)
print("memmel z", repr(z), "p", repr(2 * stats.norm.sf(abs(z))), "paired t", repr(stats.ttest_rel(x2, x1).statistic))

M = (1 << 64) - 1
def splitmix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & M
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & M
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
        yield z ^ (z >> 31)

draws, block, seed, exceed = 200, 10, 7, 0
for draw in range(draws):
    g = splitmix((seed << 32) ^ draw)
    index = (next(g) * T) >> 64
    path = np.empty(T, dtype=int)
    for i in range(T):
        path[i] = index
        index = (next(g) * T) >> 64 if (next(g) >> 11) * 2.0**-53 < 1 / block else (index + 1) % T
    a, b = x2[path], x1[path]
    drawn = a.mean() / a.std(ddof=1) - b.mean() / b.std(ddof=1)
    exceed += abs(drawn - (s1 - s2)) >= abs(s1 - s2)
print("bootstrap p", (1 + exceed) / (1 + draws))
