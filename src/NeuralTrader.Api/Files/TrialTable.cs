using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Api.Console;

namespace NeuralTrader.Api.Files;

/// <summary>
/// The trials of a search as a table: the parameters that it varied, the figures of both parts of the bars, and 1 for a trial that used up its
/// account in the first.
/// </summary>
internal sealed class TrialTable
{
    private static readonly string[] Figures = ["Return", "Sharpe", "Sortino", "MaxDrawdown", "Trades"];

    private readonly SearchSpace space;

    public TrialTable(OptimizeStrategyRequest request)
    {
        space = Searched.Space(request);
        Columns =
        [
            "trial", .. space.Names, .. Figures.Select(figure => $"inSample{figure}"), .. Figures.Select(figure => $"outOfSample{figure}"), "inSampleRuined",
        ];
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>A part of the trials, column by column.</summary>
    public double[][] Of(SearchChunk part)
    {
        double[][] parameters = [.. space.Names.Select(_ => new double[part.Points.Length])];
        for (int trial = 0; trial < part.Points.Length; trial++)
        {
            double[] values = space.ValuesAt(part.Points[trial]);
            for (int axis = 0; axis < values.Length; axis++) parameters[axis][trial] = values[axis];
        }
        return [Whole(part.Orders), .. parameters, .. Of(part.InSample), .. Of(part.OutOfSample),
            [.. part.InSample.TotalReturn.Select(total => total <= -1 ? 1.0 : 0.0)]];
    }

    private static double[][] Of(SearchColumns figures) => [figures.TotalReturn, figures.Sharpe, figures.Sortino, figures.MaxDrawdown, Whole(figures.Trades)];

    private static double[] Whole(int[] values) => [.. values.Select(value => (double)value)];
}
