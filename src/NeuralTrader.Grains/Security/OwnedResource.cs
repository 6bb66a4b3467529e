using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>What can belong to somebody.</summary>
internal enum OwnedKind
{
    /// <summary>A portfolio.</summary>
    Portfolio = 1,

    /// <summary>A back-test.</summary>
    Backtest = 2,

    /// <summary>A search of a strategy's parameters.</summary>
    Optimization = 3,
}

/// <summary>Something that can belong to somebody, by its name: portfolio/growth.</summary>
internal readonly record struct OwnedResource(OwnedKind Kind, string Id)
{
    private const string Allowed = "portfolio/, backtest/ or optimization/, and its id";

    /// <summary>What it is to people.</summary>
    public string Noun => Kind switch { OwnedKind.Portfolio => "portfolio", OwnedKind.Backtest => "back-test", OwnedKind.Optimization => "search" };

    /// <summary>Reads a name.</summary>
    /// <exception cref="InvalidInputException">It names nothing of these kinds.</exception>
    public static OwnedResource Parse(string? text)
    {
        foreach (OwnedKind kind in Enum.GetValues<OwnedKind>())
            if (text?.StartsWith(Prefix(kind), StringComparison.Ordinal) == true) return new OwnedResource(kind, Ids.Parse(text[Prefix(kind).Length..], "resource"));
        throw Require.Invalid("resource", text, Allowed);
    }

    /// <summary>What answers for it.</summary>
    public IOwnedGrain Grain(IGrainFactory grains) => Kind switch
    {
        OwnedKind.Portfolio => grains.GetGrain<IPortfolioGrain>(Id),
        OwnedKind.Backtest => grains.GetGrain<IBacktestGrain>(Id),
        OwnedKind.Optimization => grains.GetGrain<IOptimizationGrain>(Id),
    };

    /// <summary>There is none.</summary>
    public Refusal NotFound() => new(
        Kind switch
        {
            OwnedKind.Portfolio => RefusalKind.PortfolioNotFound,
            OwnedKind.Backtest => RefusalKind.BacktestNotFound,
            OwnedKind.Optimization => RefusalKind.OptimizationNotFound,
        },
        $"There is no {Noun} {Id}.", "resource");

    /// <inheritdoc/>
    public override string ToString() => Prefix(Kind) + Id;

    private static string Prefix(OwnedKind kind) => kind switch { OwnedKind.Portfolio => "portfolio/", OwnedKind.Backtest => "backtest/", OwnedKind.Optimization => "optimization/" };
}
