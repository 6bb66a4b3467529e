namespace NeuralTrader.Api.Console;

/// <summary>Where pages lead to.</summary>
public static class Links
{
    /// <summary>A market's page.</summary>
    public static string Market(string symbol) => $"/markets/{Uri.EscapeDataString(symbol)}";

    /// <summary>A portfolio's page.</summary>
    public static string Portfolio(string portfolioId) => $"/portfolios/{Uri.EscapeDataString(portfolioId)}";

    /// <summary>A back-test's page.</summary>
    public static string Backtest(string backtestId) => $"/backtests/{Uri.EscapeDataString(backtestId)}";
}
