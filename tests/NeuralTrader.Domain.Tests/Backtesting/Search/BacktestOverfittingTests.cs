using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Domain.Tests.Backtesting.Search;

/// <summary>Combinatorially symmetric cross-validation: against a program of its own in NumPy, and what it must say of skill and of noise.</summary>
public sealed class BacktestOverfittingTests
{
    [Fact]
    public void The_figures_are_those_of_an_independent_program()
    {
        // Drawn as in the Python program: x ← 1103515245·x + 12345 mod 2³¹ from 12345, returns x/2³¹ − 0.5, trial 3 with 0.05 more.
        const int bars = 48, trials = 7, blocks = 6;
        ulong state = 12345;
        double[,] returns = new double[bars, trials];
        for (int t = 0; t < bars; t++)
        {
            for (int i = 0; i < trials; i++)
            {
                state = ((state * 1103515245) + 12345) % (1UL << 31);
                returns[t, i] = (state / (double)(1UL << 31)) - 0.5 + (i == 3 ? 0.05 : 0);
            }
        }
        OverfittingFigures found = Of(returns, blocks);
        Assert.Equal((20, 6, 7), (found.Splits, found.Blocks, found.Trials));
        Assert.Equal((0.5, 0.4), (found.Probability, found.ProbabilityOfLoss));
        Assert.Equal(0.4650017496600343, found.Degradation, tolerance: 1e-10); // numpy.polyfit
        Assert.Equal(0.25541281188299536, found.MedianLogit, tolerance: 1e-12);
    }

    [Fact]
    public void A_trial_with_skill_is_not_overfitted_and_noise_is_a_coin()
    {
        var random = new Random(7);
        double mean = Enumerable.Range(0, 20).Average(_ => Of(Noise(random, 320, 20, 0), 10).Probability);
        Assert.InRange(mean, 0.35, 0.65);
        Assert.Equal(0, Of(Noise(random, 320, 20, 0.5), 10).Probability);
    }

    [Fact]
    public void Trials_that_never_trade_are_equal_and_rank_in_the_middle()
    {
        OverfittingFigures found = Of(new double[32, 5], 4);
        Assert.Equal((0, 1.0), (found.MedianLogit, found.Probability)); // λ ≤ 0 counts as overfitted, as in the paper
        Assert.Throws<InvalidInputException>(() => Of(new double[32, 1], 4));
    }

    private static double[,] Noise(Random random, int bars, int trials, double skill)
    {
        double[,] returns = new double[bars, trials];
        for (int t = 0; t < bars; t++)
            for (int i = 0; i < trials; i++) returns[t, i] = random.NextDouble() - 0.5 + (i == 0 ? skill : 0);
        return returns;
    }

    private static OverfittingFigures Of(double[,] returns, int blocks)
    {
        int bars = returns.GetLength(0), trials = returns.GetLength(1), length = bars / blocks;
        double[] sums = new double[blocks * trials], squares = new double[blocks * trials];
        for (int t = 0; t < bars; t++)
        {
            for (int i = 0; i < trials; i++)
            {
                int at = (t / length * trials) + i;
                sums[at] += returns[t, i];
                squares[at] += returns[t, i] * returns[t, i];
            }
        }
        return BacktestOverfitting.Of([.. Enumerable.Repeat(length, blocks)], sums, squares, cancellationToken: TestContext.Current.CancellationToken);
    }
}
