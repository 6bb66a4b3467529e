"""Moving-average crossover on daily closes, vectorised with NumPy: signals at a close trade at the next open, long only, no costs.

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
    signal = sma(closes, fast) > sma(closes, slow)
    signal[: slow - 1] = False
    held = np.concatenate([[False], signal[:-1]])  # from this bar's open to the next one's
    changes = np.diff(held.astype(np.int8), prepend=0)
    entries, exits = np.flatnonzero(changes == 1), np.flatnonzero(changes == -1)
    last = len(closes) - 1
    exit_prices = opens[exits]
    if len(exits) < len(entries):  # still held at the end: sold at the last close
        exits, exit_prices = np.append(exits, last), np.append(exit_prices, closes[last])
    # Units are fixed at the signal's close and cut at a higher open; what a lower open leaves over stays cash.
    unit_price = np.maximum(closes[entries - 1], opens[entries])
    growth = 1 + (exit_prices - opens[entries]) / unit_price
    before = np.concatenate([[1.0], np.cumprod(growth)])
    trade = np.cumsum(changes == 1) - 1  # which trade a bar belongs to
    equity = before[np.searchsorted(exits, np.arange(last + 1), side="right")]
    inside = held
    equity[inside] = before[trade[inside]] * (1 + (closes[inside] - opens[entries][trade[inside]]) / unit_price[trade[inside]])
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
