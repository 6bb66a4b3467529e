namespace NeuralTrader.Api.Console;

/// <summary>Where pages lead to.</summary>
public static class Links
{
    /// <summary>A market's page.</summary>
    public static string Market(string symbol) => $"/markets/{Uri.EscapeDataString(symbol)}";

    /// <summary>A portfolio's page.</summary>
    public static string Portfolio(string portfolioId) => $"/portfolios/{Uri.EscapeDataString(portfolioId)}";

    /// <summary>The risk of a portfolio.</summary>
    public static string Risk(string portfolioId) => $"{Portfolio(portfolioId)}/risk";

    /// <summary>A back-test's page.</summary>
    public static string Backtest(string backtestId) => $"/backtests/{Uri.EscapeDataString(backtestId)}";

    /// <summary>A parameter search's page.</summary>
    public static string Optimization(string optimizationId) => $"/optimizations/{Uri.EscapeDataString(optimizationId)}";
}
