"""Reference programs in Python, one repetition at a time, so that the caller can interleave them with its own.

Protocol, one line each way: the first line out names what is installed and which cases can run. A line in is "case folder": the inputs lie in the
folder as raw little-endian float64 files and params.json; the answer is written to folder/<case>.bin, and {"ms": time} or {"error": text} comes back.
Reading the inputs and writing the answer is not timed; compiling (Numba) happens before the first timing.
"""
import json
import math
import os
import sys
import time

import numpy as np

try:
    import numba as nb
except ImportError:
    nb = None
try:
    from scipy.linalg import blas
    import scipy
except ImportError:
    blas = scipy = None
try:
    import QuantLib as ql
except ImportError:
    ql = None

CASES, inputs, compiled = {}, {}, set()


def case(name, available=True):
    def register(function):
        if available:
            CASES[name] = function
        return function
    return register


def load(folder):
    if folder not in inputs:
        inputs.clear()  # one folder at a time: the large matrices must not pile up
        compiled.clear()
        params = json.load(open(os.path.join(folder, "params.json")))
        arrays = {f[:-3]: np.fromfile(os.path.join(folder, f)) for f in os.listdir(folder) if f.endswith(".in")}
        inputs[folder] = (params, arrays)
    return inputs[folder]


# Strategy grid: moving-average cross, long or flat, next-bar return, a cost on every change of position.


def sma(close, window):
    sums = np.concatenate(([0.0], np.cumsum(close)))
    out = np.full(close.size, np.nan)
    out[window - 1:] = (sums[window:] - sums[:-window]) / window
    return out


def simple_returns(close):
    returns = np.zeros(close.size)
    returns[1:] = close[1:] / close[:-1] - 1
    return returns


@case("grid_numpy")
def grid_numpy(params, arrays):
    close, cost = arrays["close"], params["cost"]
    fast, slow = params["fast"], params["slow"]
    returns = simple_returns(close)
    fast_table, slow_table = np.stack([sma(close, w) for w in fast]), np.stack([sma(close, w) for w in slow])
    nothing = np.zeros((len(slow), 1))
    out = np.empty((len(fast), len(slow), 4))
    for i, row in enumerate(fast_table):
        position = (row[None, :] > slow_table).astype(np.float64)
        held = np.concatenate((nothing, position[:, :-1]), 1)
        changed = np.abs(held - np.concatenate((nothing, held[:, :-1]), 1))
        earned = held * returns - cost * changed
        equity = np.cumprod(1 + earned, 1)
        deviation = earned.std(1)
        out[i, :, 0] = equity[:, -1] - 1
        out[i, :, 1] = np.where(deviation > 0, earned.mean(1) / np.where(deviation > 0, deviation, 1) * math.sqrt(252), 0)
        out[i, :, 2] = (1 - equity / np.maximum.accumulate(np.maximum(equity, 1.0), 1)).max(1)
        out[i, :, 3] = np.floor(changed.sum(1) / 2)  # positions closed
    return out


if nb:
    @nb.njit(parallel=True, fastmath=True)
    def fused_grid(close, returns, fast, slow, cost):
        n, count = close.size, fast.size * slow.size
        sums = np.empty(n + 1)
        sums[0] = 0.0
        for i in range(n):
            sums[i + 1] = sums[i] + close[i]
        table = np.empty((fast.size + slow.size, n))
        for j in nb.prange(fast.size + slow.size):
            w = fast[j] if j < fast.size else slow[j - fast.size]
            for i in range(n):
                table[j, i] = (sums[i + 1] - sums[i + 1 - w]) / w if i >= w - 1 else np.nan
        out = np.empty((count, 4))
        for c in nb.prange(count):
            quick, lazy = table[c // slow.size], table[fast.size + c % slow.size]
            equity = peak = 1.0
            deepest = total = squares = held = before = trades = 0.0
            for i in range(n):
                change = abs(held - before)
                r = held * returns[i] - cost * change
                trades += change
                equity *= 1 + r
                total += r
                squares += r * r
                if equity > peak:
                    peak = equity
                drawdown = 1 - equity / peak
                if drawdown > deepest:
                    deepest = drawdown
                before = held
                held = 1.0 if quick[i] > lazy[i] else 0.0
            mean = total / n
            variance = squares / n - mean * mean
            out[c, 0] = equity - 1
            out[c, 1] = mean / np.sqrt(variance) * np.sqrt(252.0) if variance > 1e-30 else 0.0
            out[c, 2] = deepest
            out[c, 3] = np.floor(trades / 2)
        return out


@case("grid_numba", nb is not None)
def grid_numba(params, arrays):
    close = arrays["close"]
    return fused_grid(close, simple_returns(close), np.array(params["fast"]), np.array(params["slow"]), params["cost"])


# Monte Carlo: a European call by walking geometric Brownian motion step by step. The answer is price and standard error.


def step_of(p):
    dt = p["years"] / p["steps"]
    return (p["rate"] - 0.5 * p["volatility"] ** 2) * dt, p["volatility"] * math.sqrt(dt), math.exp(-p["rate"] * p["years"])


@case("mc_numpy")
def mc_numpy(p, arrays, generator=np.random.default_rng(1)):
    drift, scale, discount = step_of(p)
    total = squares = 0.0
    block = 20_000
    for _ in range(p["paths"] // block):
        walk = (drift + scale * generator.standard_normal((p["steps"], block))).sum(0)
        payoff = np.maximum(p["spot"] * np.exp(walk) - p["strike"], 0)
        total += payoff.sum()
        squares += (payoff * payoff).sum()
    return priced(total, squares, p["paths"], discount)


def priced(total, squares, n, discount):
    mean = total / n
    return np.array([discount * mean, discount * math.sqrt((squares / n - mean * mean) / n)])


if nb:
    @nb.njit(parallel=True, fastmath=True)
    def mersenne_walk(paths, steps, seed, spot, strike, drift, scale):
        groups = 64
        sums, squares = np.zeros(groups), np.zeros(groups)
        for g in nb.prange(groups):
            np.random.seed(seed + g)
            for _ in range(paths // groups):
                x = 0.0
                for _ in range(steps):
                    x += drift + scale * np.random.standard_normal()
                payoff = spot * math.exp(x) - strike
                if payoff > 0:
                    sums[g] += payoff
                    squares[g] += payoff * payoff
        return sums.sum(), squares.sum()

    @nb.njit(inline="always")
    def mix(z):
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))

    @nb.njit(parallel=True, fastmath=True)
    def counter_walk(paths, steps, seed, spot, strike, drift, scale):
        groups = 64
        sums, squares = np.zeros(groups), np.zeros(groups)
        for g in nb.prange(groups):
            counter = np.uint64(seed * 1000003 + g) * np.uint64(0xD1342543DE82EF95)
            for _ in range(paths // groups):
                x = drift * steps
                for _ in range(steps // 2):
                    counter += np.uint64(0x9E3779B97F4A7C15)
                    u = mix(counter)
                    first = (np.float64(u >> np.uint64(40)) + 0.5) * (1 / 16777216.0)
                    second = np.float64((u >> np.uint64(8)) & np.uint64(0xFFFFFFFF)) * (1 / 4294967296.0)
                    radius = math.sqrt(-2 * math.log(first))
                    x += scale * radius * (math.cos(6.283185307179586 * second) + math.sin(6.283185307179586 * second))
                payoff = spot * math.exp(x) - strike
                if payoff > 0:
                    sums[g] += payoff
                    squares[g] += payoff * payoff
        return sums.sum(), squares.sum()


def numba_price(walk, p):
    drift, scale, discount = step_of(p)
    total, squares = walk(p["paths"], p["steps"], 7, p["spot"], p["strike"], drift, scale)
    return priced(total, squares, p["paths"] // 64 * 64, discount)


@case("mc_numba", nb is not None)
def mc_numba(p, arrays):
    return numba_price(mersenne_walk, p)


@case("mc_numba_counter", nb is not None)
def mc_numba_counter(p, arrays):
    return numba_price(counter_walk, p)


@case("mc_quantlib", ql is not None)
def mc_quantlib(p, arrays):
    """A tenth of the paths: at QuantLib's speed the whole would take minutes. The caller compares per path."""
    today = ql.Date(1, 1, 2025)
    ql.Settings.instance().evaluationDate = today
    count, curve = ql.Actual365Fixed(), lambda rate: ql.YieldTermStructureHandle(ql.FlatForward(today, rate, ql.Actual365Fixed()))
    volatility = ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), p["volatility"], count))
    process = ql.BlackScholesMertonProcess(ql.QuoteHandle(ql.SimpleQuote(p["spot"])), curve(0.0), curve(p["rate"]), volatility)
    option = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call, p["strike"]), ql.EuropeanExercise(today + 365))
    option.setPricingEngine(ql.MCEuropeanEngine(process, "pseudorandom", timeSteps=p["steps"], requiredSamples=p["paths"] // 10, seed=42))
    return np.array([option.NPV(), option.errorEstimate()])


@case("tail_numpy")
def tail_numpy(p, arrays, generator=np.random.default_rng(1)):
    weights = arrays["weights"]
    factor = arrays["cholesky"].reshape(weights.size, weights.size)
    profit = (generator.standard_normal((p["paths"], weights.size)) @ factor.T) @ weights
    k = int(p["paths"] * (1 - p["confidence"]))
    cut = np.partition(profit, k)
    return np.array([-cut[k], -cut[:k].mean()])


# Correlation: standardise, then the upper triangle of a symmetric rank-k update.


def rows_shown(matrix):
    n = matrix.shape[0]
    return np.concatenate([matrix[i, i:] for i in range(0, n, max(1, n // 200))])


def correlation(p, arrays, update, kind):
    key = "as_" + kind.__name__
    if key not in arrays:
        arrays[key] = np.ascontiguousarray(arrays["returns"].reshape(p["assets"], p["observations"]).T).astype(kind)
    returns = arrays[key]
    start = time.perf_counter()
    z = returns - returns.mean(0)
    z /= np.sqrt((z * z).sum(0))
    out = update(1.0, z.T, lower=0)
    return start, out


@case("corr_dsyrk", blas is not None)
def corr_dsyrk(p, arrays):
    return correlation(p, arrays, blas.dsyrk, np.float64)


@case("corr_ssyrk", blas is not None)
def corr_ssyrk(p, arrays):
    return correlation(p, arrays, blas.ssyrk, np.float32)


@case("risk_numpy")
def risk_numpy(p, arrays):
    returns = arrays["returns"].reshape(p["assets"], p["observations"])
    portfolio = arrays["weights"] @ returns
    centred = portfolio - portfolio.mean()
    cross = returns @ centred / (p["observations"] - 1)
    return np.concatenate(([portfolio.std(ddof=1)], cross))


def run(name, folder):
    params, arrays = load(folder)
    if (name, folder) not in compiled and "numba" in name:
        CASES[name](params, arrays)
    compiled.add((name, folder))
    start = time.perf_counter()
    answer = CASES[name](params, arrays)
    end = time.perf_counter()
    if isinstance(answer, tuple):  # the case changed the storage order of its input first, which is not its work
        start, answer = answer
        answer = rows_shown(answer)
    np.asarray(answer, dtype=np.float64).tofile(os.path.join(folder, name + ".bin"))
    return (end - start) * 1e3


def main():
    versions = {"NumPy": np.__version__}
    versions.update({"Numba": nb.__version__} if nb else {})
    versions.update({"SciPy": scipy.__version__} if scipy else {})
    versions.update({"QuantLib": ql.__version__} if ql else {})
    print(json.dumps({"versions": versions, "cases": sorted(CASES)}), flush=True)
    for line in sys.stdin:
        name, folder = line.split(maxsplit=1)
        try:
            print(json.dumps({"ms": run(name, folder.strip())}), flush=True)
        except Exception as error:  # the caller shows it beside the row
            print(json.dumps({"error": repr(error)}), flush=True)


if __name__ == "__main__":
    main()
