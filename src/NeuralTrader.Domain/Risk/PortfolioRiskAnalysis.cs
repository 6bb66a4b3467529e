using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Risk;

/// <summary>What surrounds the figures of a risk analysis.</summary>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="MostComponents">How many positions to list.</param>
/// <param name="Beta">To the benchmark; null for none.</param>
/// <param name="BetaReason">Why there is none.</param>
/// <param name="LeftOut">Positions that are not in the book.</param>
public sealed record RiskFrame(string Currency, int MostComponents, BetaEstimate? Beta, string? BetaReason, IReadOnlyList<LeftOut> LeftOut);

/// <summary>Turns positions, their returns and an estimate of loss into a report.</summary>
public static class PortfolioRiskAnalysis
{
    /// <summary>Fewest returns that any risk figure is made of.</summary>
    public const int LeastObservations = 30;

    private const double MostMoney = 1e27; // what a decimal holds

    /// <summary>What a portfolio may lose.</summary>
    /// <param name="book">Positions and returns.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="settings">Checked ones.</param>
    /// <param name="oneDay">Draws one joint day for Monte Carlo; null draws it here, more slowly.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The estimate; a refusal where the sample does not carry the figure.</returns>
    public static Answer<LossEstimate> Losses(
        RiskBook book, PortfolioMoments moments, RiskSettings settings, JointDraw? oneDay = null, CancellationToken cancellationToken = default)
    {
        if (Refused(book, moments, settings) is { } refusal) return refusal;
        return settings.Method switch
        {
            RiskMethod.Historical => LossEstimate.Historical(book, moments, settings),
            RiskMethod.Parametric => LossEstimate.Parametric(book, moments, settings),
            RiskMethod.Filtered => FilteredSimulation.Of(book, moments, settings, cancellationToken),
            RiskMethod.MonteCarlo => CorrelatedSimulation.Of(book, moments, settings, oneDay, cancellationToken),
        };
    }

    /// <summary>Why a sample does not carry the figure asked for; null where it does.</summary>
    /// <param name="book">Positions and returns.</param>
    /// <param name="moments">Of the book's values over its returns; null where there are too few to have any.</param>
    /// <param name="settings">Checked ones.</param>
    public static Refusal? Refused(RiskBook book, PortfolioMoments? moments, RiskSettings settings)
    {
        int n = book.Panel.Observations, run = settings.Method == RiskMethod.Historical && settings.Scaling == HorizonScaling.Overlapping
            ? settings.HorizonDays : 1;
        if (n - run + 1 < LeastObservations)
            return new Refusal(RefusalKind.InsufficientData,
                FormattableString.Invariant($"There are {Math.Max(0, n - run + 1)} runs of {run} common days; at least {LeastObservations} are needed."),
                "positions");
        bool isSample = settings.Method is RiskMethod.Historical or RiskMethod.Filtered;
        if (isSample && HistoricalTail.Size(n - run + 1, settings.Confidence) < 1)
            return new Refusal(
                RefusalKind.InsufficientData,
                FormattableString.Invariant(
                    $"{n - run + 1} observations hold none in the worst {1 - settings.Confidence:0.######}; more days, another method or less confidence would do."),
                "confidence");
        if (settings.Method != RiskMethod.Historical && !(moments?.Variance > 1e-28 * book.Gross * book.Gross))
            return new Refusal(RefusalKind.InsufficientData, "The positions together do not vary over the days used, so that no distribution can be fitted.",
                "positions");
        return null;
    }

    /// <summary>The report.</summary>
    /// <param name="book">Positions and returns.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="losses">What may be lost.</param>
    /// <param name="settings">Checked ones.</param>
    /// <param name="frame">What surrounds the figures.</param>
    public static RiskReport Report(RiskBook book, PortfolioMoments moments, LossEstimate losses, RiskSettings settings, RiskFrame frame)
    {
        double equity = book.Equity, year = Math.Sqrt(settings.PeriodsPerYear);
        bool hasEquity = equity > 0;
        double[] returns = hasEquity ? [.. moments.Returns.Select(gain => gain / equity)] : [];
        SharpeRatio? sharpe = hasEquity ? SharpeRatio.Of(returns, settings.RiskFreeAnnual, settings.PeriodsPerYear) : null;
        double[] shares = [.. book.Values.Select(value => Math.Abs(value) / book.Gross)],
            days = [.. book.Positions.Select(position => Math.Abs(position.Value) / (settings.Participation * position.DailyTurnover))];
        double concentration = shares.Sum(share => share * share);
        return new RiskReport(
            settings.Method, settings.Confidence, settings.HorizonDays, losses.Horizon, frame.Currency, Money(equity, frame.Currency) ?? 0,
            Money(book.Gross, frame.Currency) ?? 0,
            Amount(losses.Tail.ValueAtRisk, losses.Errors.ValueAtRisk), Amount(losses.Tail.ExpectedShortfall, losses.Errors.ExpectedShortfall),
            hasEquity ? Known(moments.Volatility / equity * year) : null, Known(sharpe?.Annual), Known(sharpe?.AnnualStandardError),
            hasEquity ? Known(SortinoRatio.Of(returns, settings.RiskFreeAnnual, settings.PeriodsPerYear).Annual) : null,
            hasEquity ? Known(DrawdownPath.Deepest(returns)) : null, frame.Beta, frame.BetaReason, Known(concentration), Known(1 / concentration),
            days.Any(double.IsNaN) ? null : Known(days.Max()), moments.Returns.Length, settings.PeriodsPerYear, book.Panel.Times?[0], book.Panel.Times?[^1], book.Values.Length,
            Components(book, moments, losses, days, year, frame), frame.LeftOut,
            [.. losses.Notes, .. Missing(losses, days, hasEquity, sharpe)]);

        RiskAmount Amount(double loss, double error) => new(Money(loss, frame.Currency), hasEquity ? Known(loss / equity) : null, Money(error, frame.Currency));
    }

    private static IEnumerable<string> Missing(LossEstimate losses, double[] days, bool hasEquity, SharpeRatio? sharpe)
    {
        if (!hasEquity) yield return "Equity is not above 0: fractions of it, ratios, volatility and drawdown are not defined.";
        if (double.IsNaN(losses.Errors.ValueAtRisk) || double.IsNaN(losses.Errors.ExpectedShortfall))
            yield return "The losses have no standard errors: the method fits a distribution, or too few outcomes lie in the tail.";
        if (sharpe is { Notes: [string why, ..] } && double.IsNaN(sharpe.Annual)) yield return why;
        int unknown = days.Count(double.IsNaN);
        if (unknown > 0)
            yield return FormattableString.Invariant(
                $"The turnover of {unknown} of {days.Length} positions is not known, so that the days to trade out are not known.");
    }

    private static RiskComponent[] Components(RiskBook book, PortfolioMoments moments, LossEstimate losses, double[] days, double year, RiskFrame frame)
    {
        decimal?[] valueAtRisk = Parts(losses.ComponentVar, losses.Tail.ValueAtRisk, frame.Currency),
            shortfall = Parts(losses.ComponentEs, losses.Tail.ExpectedShortfall, frame.Currency);
        return
        [
            .. Enumerable.Range(0, book.Values.Length).OrderByDescending(i => Math.Abs(losses.ComponentVar[i])).Take(frame.MostComponents).Select(i =>
                new RiskComponent(
                book.Positions[i].Symbol, Money(book.Values[i], frame.Currency) ?? 0, book.Equity > 0 ? book.Values[i] / book.Equity : null, valueAtRisk[i],
                shortfall[i],
                book.Values[i] == 0 ? null : Known(losses.ComponentVar[i] / book.Values[i]), Known(losses.ComponentVar[i] / losses.Tail.ValueAtRisk),
                Known(moments.AssetVolatilities[i] * year), Known(days[i]))),
        ];
    }

    // Cents that rounding loses or makes go to the largest part, so that the parts sum to the whole.
    private static decimal?[] Parts(double[] parts, double whole, string currency)
    {
        decimal?[] rounded = [.. parts.Select(part => Money(part, currency))];
        if (Money(whole, currency) is { } total && rounded.All(part => part is not null))
        {
            int largest = 0;
            for (int i = 1; i < parts.Length; i++) if (Math.Abs(parts[i]) > Math.Abs(parts[largest])) largest = i;
            rounded[largest] += total - rounded.Sum();
        }
        return rounded;
    }

    private static decimal? Money(double value, string currency) =>
        double.IsFinite(value) && Math.Abs(value) < MostMoney ? Currency.Round((decimal)value, currency) : null;

    private static double? Known(double? value) => value is { } given && double.IsFinite(given) ? given : null;
}
