namespace NeuralTrader.Domain.Risk;

/// <summary>One sudden move.</summary>
/// <param name="Return">Simple return, from −1 to 1,000,000: −0.2 is a fall by a fifth.</param>
/// <param name="Symbol">Only this instrument moves so; null for all.</param>
/// <param name="Factor">The factor that moves so, a symbol; instruments follow by their estimated betas. Null for no factor.</param>
[GenerateSerializer, Immutable, Alias("stress-shock")]
public sealed record StressShock(double Return, string? Symbol = null, string? Factor = null);

/// <summary>
/// What a portfolio is taken through: a named or dated window of the past, shocks, or other conditions. A name alone is looked up in the catalogue.
/// </summary>
/// <param name="Name">What it is called; one of the catalogue where nothing else is given.</param>
/// <param name="From">Last close before a window of the past, UTC; with <paramref name="To"/>.</param>
/// <param name="To">Last close of the window, UTC.</param>
/// <param name="Shocks">Sudden moves; one on a symbol stands in place of one on all or on a factor. At most one on a factor and one on all.</param>
/// <param name="VolatilityMultiplier">What every volatility is multiplied by, above 0; asks for the value at risk under other conditions.</param>
/// <param name="CorrelationToOne">How far every correlation moves towards 1: 0 leaves them, 1 makes them all 1; asks for the value at risk as above.</param>
[GenerateSerializer, Immutable, Alias("stress-scenario")]
public sealed record StressScenario(
    string Name, DateTime? From = null, DateTime? To = null, IReadOnlyList<StressShock>? Shocks = null, double? VolatilityMultiplier = null,
    double? CorrelationToOne = null)
{
    private const double MostReturn = 1e6;

    /// <summary>Refuses a scenario that is no one thing, or out of range; a name alone becomes its window.</summary>
    /// <exception cref="InvalidInputException">Naming the member.</exception>
    public StressScenario Checked()
    {
        Require.Name(Name, 100, "name");
        for (int i = 0; i < Shocks?.Count; i++)
            if (Shocks[i] is null) throw Require.Invalid<object?>($"shocks[{i}]", null, "a shock");
        bool isWindow = From is not null || To is not null, isShock = Shocks is { Count: > 0 }, isCondition = VolatilityMultiplier is not null
            || CorrelationToOne is not null;
        switch ((isWindow ? 1 : 0) + (isShock ? 1 : 0) + (isCondition ? 1 : 0))
        {
            case 0:
                StressWindow known = StressCatalog.Find(Name ?? "");
                return this with { From = known.From, To = known.To };
            case > 1:
                throw Require.Invalid("scenarios", Name, "from and to, or shocks, or volatilityMultiplier and correlationToOne: one of the three");
        }
        if (isWindow && !(From < To)) throw Require.Invalid("from", From, "a time before to; both are needed");
        foreach (StressShock shock in Shocks ?? [])
        {
            if (!(shock.Return is >= -1 and <= MostReturn))
                throw Require.Invalid("return", shock.Return, FormattableString.Invariant($"a number from -1 to {MostReturn}"));
            if (shock is { Symbol: not null, Factor: not null }) throw Require.Invalid("factor", shock.Factor, "a symbol or a factor, not both");
        }
        if (Shocks?.Count(shock => shock.Factor is not null) > 1 || Shocks?.Count(shock => shock is { Factor: null, Symbol: null }) > 1)
            throw Require.Invalid("shocks", Require.Counted(Shocks.Count),
                "at most one on a factor and one on all: the betas of several would count a move twice");
        if (Shocks?.Where(shock => shock.Symbol is not null).GroupBy(shock => shock.Symbol).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Require.Invalid("shocks", twice.Key, "each symbol once");
        if (VolatilityMultiplier is { } multiplier) Require.Positive(Require.Between(multiplier, 0.0, 100.0, "volatilityMultiplier"), "volatilityMultiplier");
        if (CorrelationToOne is { } shift) Require.Between(shift, 0.0, 1.0, "correlationToOne");
        return this;
    }
}

/// <summary>How the move of a position was found.</summary>
public enum StressBasis
{
    /// <summary>Nothing could be computed.</summary>
    None = 0,

    /// <summary>Its own prices over the window.</summary>
    History = 1,

    /// <summary>The benchmark's prices over the window, times its beta.</summary>
    Proxy = 2,

    /// <summary>The shock that was given.</summary>
    Shock = 3,

    /// <summary>The factor's shock, times its beta.</summary>
    Beta = 4,

    /// <summary>Its part of the value at risk under the conditions.</summary>
    Conditions = 5,
}

/// <summary>What a scenario does to one position.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Value">What it is worth now.</param>
/// <param name="Return">Its move; null where none could be computed.</param>
/// <param name="Pnl">What that gains, in the portfolio's currency; negative is a loss.</param>
/// <param name="Basis">How the move was found.</param>
/// <param name="Detail">The beta, or why nothing could be computed.</param>
[GenerateSerializer, Immutable, Alias("stress-position")]
public sealed record StressPosition(string Symbol, decimal Value, double? Return, decimal? Pnl, StressBasis Basis, string? Detail);

/// <summary>What a scenario does to a portfolio.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Title">What it was, or is made of.</param>
/// <param name="From">The close before; null for shocks.</param>
/// <param name="To">The last close; null for shocks.</param>
/// <param name="Source">Where its dates come from; null where the caller gave them.</param>
/// <param name="Pnl">Sum over the positions that could be computed; null where none could.</param>
/// <param name="Fraction">Of the portfolio's equity.</param>
/// <param name="Coverage">Part of the gross value that could be computed, from 0 to 1.</param>
/// <param name="IsComplete">True where every position could be computed.</param>
/// <param name="Positions">Worst first; those that could not be computed last.</param>
/// <param name="PositionCount">All positions, also those not listed.</param>
/// <param name="Notes">What a reader should know.</param>
[GenerateSerializer, Immutable, Alias("stress-outcome")]
public sealed record StressOutcome(
    string Name, string Title, DateTime? From, DateTime? To, string? Source, decimal? Pnl, double? Fraction, double Coverage, bool IsComplete,
    IReadOnlyList<StressPosition> Positions, int PositionCount, IReadOnlyList<string> Notes);
