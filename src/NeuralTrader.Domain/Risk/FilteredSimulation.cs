namespace NeuralTrader.Domain.Risk;

/// <summary>Filtered historical simulation: past shocks, freed of the volatility of their time and given that of now.</summary>
/// <remarks>
/// Hull and White (1998), Incorporating volatility updating into the historical simulation method, J. Risk 1(1); Barone-Adesi, Giannopoulos and Vosper
/// (1999), VaR without correlations for portfolios of derivative securities, J. Futures Markets 19(5).
/// </remarks>
internal static class FilteredSimulation
{
    private const double Integrated = 0.999; // α + β, from where it cannot be told from 1

    /// <summary>What a portfolio may lose.</summary>
    /// <param name="book">Positions and returns.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="settings">Checked ones.</param>
    /// <param name="cancellationToken">Gives up between paths.</param>
    public static LossEstimate Of(RiskBook book, PortfolioMoments moments, RiskSettings settings, CancellationToken cancellationToken)
    {
        // Shocks are fractions of what the portfolio is worth, so that a path of several days can compound.
        double worth = book.Equity > 0 ? book.Equity : book.Gross, mean = settings.ZeroMean ? 0 : moments.Mean;
        double[] shocks = [.. moments.Returns.Select(gain => (gain - moments.Mean) / worth)];
        (GarchModel model, string[] how) = Volatility(shocks);
        double[] variances = model.Variances(shocks);
        double next = variances[^1];
        double[] scale = [.. variances[..^1].Select(variance => Math.Sqrt(next / variance))];

        double[] rowMeans = new double[book.Values.Length];
        for (int i = 0; i < rowMeans.Length; i++) rowMeans[i] = SampleMoments.Mean(book.Panel.Row(i));
        double[] gains = [.. moments.Returns.Select((gain, t) => mean + (scale[t] * (gain - moments.Mean)))];
        LossEstimate day = LossEstimate.Scenarios(
            gains, (i, t) => book.Values[i] * ((settings.ZeroMean ? 0 : rowMeans[i]) + (scale[t] * (book.Panel.Row(i)[t] - rowMeans[i]))), book.Values.Length,
            settings.Confidence);
        int h = settings.HorizonDays;
        if (h == 1) return day with { Horizon = "One day: each past day at the volatility of the next.", Notes = how };

        double[] standard = [.. shocks.Select((shock, t) => shock / Math.Sqrt(variances[t]))], ends = new double[settings.Paths];
        SeededRandom random = new((ulong)settings.Seed);
        for (int path = 0; path < ends.Length; path++)
        {
            if (path % 1024 == 0) cancellationToken.ThrowIfCancellationRequested();
            (double growth, double variance) = (1, next);
            for (int k = 0; k < h; k++)
            {
                double shock = Math.Sqrt(variance) * standard[random.NextIndex(standard.Length)];
                growth *= 1 + (mean / worth) + shock;
                variance = model.Omega + (model.Alpha * shock * shock) + (model.Beta * variance);
            }
            ends[path] = (growth - 1) * worth;
        }
        Tail tail = TailRisk.Historical(ends, settings.Confidence);
        double byVar = tail.ValueAtRisk / day.Tail.ValueAtRisk, byShortfall = tail.ExpectedShortfall / day.Tail.ExpectedShortfall;
        return new LossEstimate(
            tail, TailErrors.Of(ends, settings.Confidence), [.. day.ComponentVar.Select(part => part * byVar)],
            [.. day.ComponentEs.Select(part => part * byShortfall)],
            FormattableString.Invariant($"{settings.Paths} paths of {h} days, past shocks drawn in any order through the volatility model."),
            [.. how, "Components are the shares of the filtered one-day figure.", "Standard errors are those of the drawing, not of the model."]);
    }

    private static (GarchModel Model, string[] How) Volatility(double[] shocks)
    {
        if (shocks.Length >= Garch.LeastObservations)
        {
            GarchFit fit = Garch.Fit(shocks);
            if (fit.IsConverged)
            {
                double next = Math.Sqrt(fit.NextVariance);
                double persistence = fit.Model.Alpha + fit.Model.Beta;
                string[] boundary = persistence < Integrated ? [] :
                [
                    FormattableString.Invariant(
                        $"α + β is {persistence:0.####}, at the boundary: this variance returns to no mean, so that a calm or wild last day is carried on without end."),
                ];
                return (
                    fit.Model with { Mean = 0 },
                    [FormattableString.Invariant($"GARCH(1,1) of the portfolio: α {fit.Model.Alpha:0.###}, β {fit.Model.Beta:0.###}, next day's volatility {next:0.####}."), .. boundary]);
            }
        }
        return (new GarchModel(0, 0, 1 - Ewma.DailyDecay, Ewma.DailyDecay),
            ["Volatility is exponentially weighted with λ = 0.94: the days do not carry a GARCH(1,1) fit."]);
    }
}
