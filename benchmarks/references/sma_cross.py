"""Moving-average crossover on daily closes, vectorised with NumPy: signals at a close trade at the next open.

Usage: sma_cross.py FILE FAST SLOW REPEATS -> one JSON line: best seconds, final equity of 1.0, bars.
"""
import json
import sys
import time

import numpy as np


def sma(prices, period):
    sums = np.cumsum(prices)
    out = np.full(len(prices), np.nan)
    out[period - 1] = sums[period - 1] / period
    out[period:] = (sums[period:] - sums[:-period]) / period
    return out


def run(opens, closes, fast, slow):
    signal = (sma(closes, fast) > sma(closes, slow)).astype(float)
    signal[: slow - 1] = 0
    position = np.concatenate([[0.0], signal[:-1]])  # held from this bar's open on
    previous = np.concatenate([[0.0], position[:-1]])
    last_close = np.concatenate([[opens[0]], closes[:-1]])
    # What was held over night earns close to open; what is held now earns open to close.
    growth = np.where(previous > 0, opens / last_close, 1.0) * np.where(position > 0, closes / opens, 1.0)
    equity = np.cumprod(growth)
    peak = np.maximum.accumulate(equity)
    returns = np.diff(equity) / equity[:-1]
    return equity, (1 - equity / peak).max(), returns.mean() / returns.std(ddof=1) * np.sqrt(252)


def main():
    path, fast, slow, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    table = np.genfromtxt(path, delimiter=",", skip_header=1, usecols=(1, 4))
    opens, closes = np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])
    best, equity = float("inf"), None
    for _ in range(repeats):
        start = time.perf_counter()
        equity, _, _ = run(opens, closes, fast, slow)
        best = min(best, time.perf_counter() - start)
    print(json.dumps({"seconds": best, "checksum": float(equity[-1]), "bars": len(closes), "version": np.__version__}))


if __name__ == "__main__":
    main()
