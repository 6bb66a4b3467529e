namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>
/// The figures of trials over some of the bars, as columns; what is not here follows from them. An account used up in them has a total return of −1
/// or less and no ratio; one that was used up before has NaN.
/// </summary>
/// <param name="TotalReturn">Shape [trials].</param>
/// <param name="Sharpe">Annual, shape [trials].</param>
/// <param name="Sortino">Annual, shape [trials].</param>
/// <param name="MaxDrawdown">Shape [trials].</param>
/// <param name="Trades">Shape [trials].</param>
[GenerateSerializer, Immutable, Alias("search-columns")]
public sealed record SearchColumns(double[] TotalReturn, double[] Sharpe, double[] Sortino, double[] MaxDrawdown, int[] Trades)
{
    internal static SearchColumns Empty(int trials) =>
        new(new double[trials], new double[trials], new double[trials], new double[trials], new int[trials]);

    /// <summary>A trial's figures.</summary>
    /// <param name="trial">Its place in the columns.</param>
    /// <param name="periods">Period returns that they are of.</param>
    /// <param name="days">From the first bar to the last.</param>
    public SearchFigures At(int trial, int periods, double days)
    {
        double annual = PerformanceFigures.AnnualReturn(TotalReturn[trial], TimeSpan.FromDays(days));
        bool isRuined = TotalReturn[trial] <= -1;
        return new SearchFigures(
            periods, TotalReturn[trial], annual, Sharpe[trial], Sortino[trial], MaxDrawdown[trial] > 0 ? annual / MaxDrawdown[trial] : double.NaN, MaxDrawdown[trial],
            Trades[trial], isRuined);
    }

    internal void Put(int trial, SearchFigures figures) =>
        (TotalReturn[trial], Sharpe[trial], Sortino[trial], MaxDrawdown[trial], Trades[trial]) =
            (figures.TotalReturn, figures.Sharpe, figures.Sortino, figures.MaxDrawdown, figures.Trades);
}

/// <summary>The best trial of a chunk by some of the bars.</summary>
/// <param name="Order">When it was tried, from 0; −1 where none is eligible. Of equal ones the first counts.</param>
/// <param name="Point">Which combination it is.</param>
/// <param name="Score">The higher the better.</param>
[GenerateSerializer, Immutable, Alias("search-choice")]
public sealed record SearchChoice(int Order, long Point, double Score)
{
    /// <summary>None yet.</summary>
    public static SearchChoice None { get; } = new(-1, -1, double.NegativeInfinity);

    /// <summary>The better of two, the earlier of equal ones.</summary>
    public SearchChoice Or(SearchChoice other) =>
        other.Order >= 0 && (Order < 0 || other.Score > Score || (other.Score == Score && other.Order < Order)) ? other : this;
}

/// <summary>What is kept of a part of a search: enough for every check, whatever parts it was done in.</summary>
/// <param name="Number">Which part, from 0.</param>
/// <param name="Skipped">Combinations left out because their parameters do not go together.</param>
/// <param name="Orders">When each trial was made, from 0, shape [trials].</param>
/// <param name="Points">Which combinations, shape [trials].</param>
/// <param name="InSample">Figures of the bars that the choice sees.</param>
/// <param name="OutOfSample">Figures of the bars after them; columns of NaN where there are none.</param>
/// <param name="Windows">The best by each training window of the walk-forward.</param>
/// <param name="Folds">The best by each training part of the cross-validation.</param>
/// <param name="BlockSums">
/// Sums of returns in each block of the trials kept for the probability of overfitting, NaN from the block on in which the account was used up;
/// shape [blocks][kept].
/// </param>
/// <param name="BlockSquares">Sums of their squares, shape [blocks][kept].</param>
[GenerateSerializer, Immutable, Alias("search-chunk")]
public sealed record SearchChunk(
    int Number, int Skipped, int[] Orders, long[] Points, SearchColumns InSample, SearchColumns OutOfSample,
    SearchChoice[] Windows, SearchChoice[] Folds, double[][] BlockSums, double[][] BlockSquares);
