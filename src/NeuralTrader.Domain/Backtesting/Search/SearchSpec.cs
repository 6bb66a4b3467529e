using System.Text.Json.Serialization;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>How a search chooses what to try.</summary>
public enum SearchMethod
{
    /// <summary>Every combination.</summary>
    Grid = 1,

    /// <summary>Combinations drawn without replacement, each as likely as any other. Bergstra and Bengio (2012), JMLR 13.</summary>
    Random = 2,

    /// <summary>Each next combination where a model of the ones before expects the largest improvement, see <see cref="BayesianSearch"/>.</summary>
    Bayesian = 3,
}

/// <summary>What a search looks for. Definitions: <see cref="BacktestStatistics"/>.</summary>
public enum SearchMetric
{
    /// <summary>The highest annual Sharpe ratio.</summary>
    Sharpe = 1,

    /// <summary>The highest total return.</summary>
    Return = 2,

    /// <summary>The highest Sortino ratio.</summary>
    Sortino = 3,

    /// <summary>The highest yearly return over maximum drawdown.</summary>
    Calmar = 4,

    /// <summary>The smallest maximum drawdown; without a least number of trades that is never to trade.</summary>
    Drawdown = 5,
}

/// <summary>How a search's answer is checked against chance and hindsight.</summary>
/// <param name="OutOfSample">Part of the bars, the newest, that the choice never sees; 0 for none, at most 0.9.</param>
/// <param name="WalkForwardWindows">Test windows of the walk-forward; 0 for none, at most 100.</param>
/// <param name="Anchored">True where every training window begins at the first bar; false rolls a window of one length.</param>
/// <param name="FirstTraining">Part of the bars in the first training window, 0.1 to 0.9.</param>
/// <param name="Folds">Of the purged cross-validation; 0 for none, else 2 to 50.</param>
/// <param name="PurgeBars">Bars around a test fold that are not trained on: as long as what is decided in one bar reaches into later ones.</param>
/// <param name="Embargo">Part of all bars after a test fold and its purge that are not trained on either, 0 to 0.2.</param>
/// <param name="PboBlocks">Blocks of the probability of back-test overfitting, even, 4 to 16, laid over all bars, those out of sample too; 0 for none.</param>
/// <remarks>
/// Walk-forward: Pardo (2008), The Evaluation and Optimization of Trading Strategies. Purge and embargo: López de Prado (2018), Advances in
/// Financial Machine Learning, chapter 7. Blocks: <see cref="BacktestOverfitting"/>. Walk-forward, folds and blocks are laid over all bars.
/// </remarks>
[GenerateSerializer, Immutable, Alias("search-validation")]
public sealed record SearchValidation(
    double OutOfSample = 0.3, int WalkForwardWindows = 5, bool Anchored = false, double FirstTraining = 0.5,
    int Folds = 5, int PurgeBars = 5, double Embargo = 0.01, int PboBlocks = 16)
{
    /// <summary>Refuses what cannot be laid over any bars.</summary>
    /// <exception cref="InvalidInputException">A member is out of range.</exception>
    public SearchValidation Validated()
    {
        Require.Between(OutOfSample, 0, 0.9, "validation.outOfSample");
        Require.Between(WalkForwardWindows, 0, 100, "validation.walkForwardWindows");
        Require.Between(FirstTraining, 0.1, 0.9, "validation.firstTraining");
        if (Folds is not (0 or (>= 2 and <= 50))) throw Require.Invalid("validation.folds", Folds, "0 for none, or 2 to 50");
        Require.Between(PurgeBars, 0, 10_000, "validation.purgeBars");
        Require.Between(Embargo, 0, 0.2, "validation.embargo");
        if (PboBlocks != 0 && (PboBlocks is < 4 or > 16 || PboBlocks % 2 != 0)) throw Require.Invalid("validation.pboBlocks", PboBlocks, "0 for none, or an even number from 4 to 16");
        return this;
    }
}

/// <summary>What to search and by which rules. Data are given beside it.</summary>
/// <param name="Backtest">How each combination is tested; its parameters are those that are not varied.</param>
/// <param name="Ranges">What is varied.</param>
/// <param name="Method">How combinations are chosen.</param>
/// <param name="Metric">What is looked for.</param>
/// <param name="Trials">Combinations that random and bayesian try; a grid tries all.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
/// <param name="MinTrades">Combinations with fewer trades in-sample are not chosen.</param>
/// <param name="Top">Best combinations to answer with, 1 to 100.</param>
/// <param name="HeatMap">Two varied parameters for the surface; null for the first two.</param>
/// <param name="Validation">How the answer is checked.</param>
public sealed record SearchSpec(
    BacktestSpec Backtest, IReadOnlyDictionary<string, ParameterRange> Ranges, SearchMethod Method = SearchMethod.Grid,
    SearchMetric Metric = SearchMetric.Sharpe, int? Trials = null, int Seed = 1, int MinTrades = 0, int Top = 10,
    IReadOnlyList<string>? HeatMap = null, SearchValidation? Validation = null)
{
    /// <summary>Most combinations of a grid.</summary>
    public const int MostGrid = 1_000_000;

    /// <summary>Most trials of a random search.</summary>
    public const int MostRandom = 100_000;

    /// <summary>Most trials of a Bayesian search: its work grows with their cube.</summary>
    public const int MostBayesian = 300;

    /// <summary>How the answer is checked.</summary>
    public SearchValidation Checks => Validation ?? new SearchValidation();

    /// <summary>The spec, or a refusal by name.</summary>
    /// <param name="space">Made of the ranges.</param>
    /// <exception cref="InvalidInputException">A member is out of range, or the space too large for the method; the count is named.</exception>
    public SearchSpec Validated(SearchSpace space)
    {
        Backtest.Validated();
        Checks.Validated();
        if (!Enum.IsDefined(Method)) throw Require.Invalid("method", Method, "grid, random or bayesian");
        if (!Enum.IsDefined(Metric)) throw Require.Invalid("metric", Metric, "sharpe, return, sortino, calmar or drawdown");
        if (Method == SearchMethod.Grid && space.Count > MostGrid)
            throw Require.Invalid("parameterRanges", $"{space.Count:N0} combinations", $"at most {MostGrid:N0} combinations for a grid; random and bayesian search larger spaces");
        if (Method == SearchMethod.Grid && Trials is not null) throw Require.Invalid("trials", Trials, "none for a grid, which tries every combination");
        if (Trials is { } trials) Require.Between(trials, 1, Method == SearchMethod.Random ? MostRandom : MostBayesian, "trials");
        Require.Between(MinTrades, 0, 1_000_000);
        Require.Between(Top, 1, 100);
        if (HeatMap is not null) CheckHeatMap(space);
        return this;
    }

    /// <summary>Combinations that are tried, before those that do not go together are left out.</summary>
    public long Planned(SearchSpace space) => Method switch
    {
        SearchMethod.Grid => space.Count,
        SearchMethod.Random => Math.Min(space.Count, Trials ?? 1000),
        SearchMethod.Bayesian => Math.Min(space.Count, Trials ?? 60),
    };

    private void CheckHeatMap(SearchSpace space)
    {
        if (HeatMap!.Count != 2 || HeatMap[0] == HeatMap[1]) throw Require.Invalid("heatMap", string.Join(", ", HeatMap), "two different parameters that have a range");
        foreach (string name in HeatMap)
            if (!space.Names.Contains(name)) throw Require.Invalid("heatMap", name, $"parameters that have a range: {string.Join(", ", space.Names)}");
    }
}
