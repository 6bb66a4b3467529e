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
        double mean = settings.ZeroMean ? 0 : moments.Mean;
        double[] shocks = [.. moments.Returns.Select(gain => (gain - moments.Mean) / book.Gross)];
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

        bool isEach = book.Values.Length <= CorrelatedSimulation.MostAssets;
        Positions held = isEach ? Positions.Each(book, rowMeans, settings.ZeroMean) : Positions.Together(book, moments, mean);
        double[] ends = Ends(held, shocks, variances, model, settings, cancellationToken);
        Tail tail = TailRisk.Historical(ends, settings.Confidence);
        double byVar = tail.ValueAtRisk / day.Tail.ValueAtRisk, byShortfall = tail.ExpectedShortfall / day.Tail.ExpectedShortfall;
        return new LossEstimate(
            tail, TailErrors.Of(ends, settings.Confidence), [.. day.ComponentVar.Select(part => part * byVar)],
            [.. day.ComponentEs.Select(part => part * byShortfall)],
            FormattableString.Invariant($"{settings.Paths} paths of {h} days, past days drawn in any order through the volatility model."),
            [
                .. how, "Components are the shares of the filtered one-day figure.", "Standard errors are those of the drawing, not of the model.",
                isEach ? "Units are held: each position's value compounds, and none falls below 0."
                    : FormattableString.Invariant(
                        $"The gains of the days are summed: more than {CorrelatedSimulation.MostAssets} positions are not compounded each."),
            ]);
    }

    // A day of the past moves all positions at once, by as much more or less as the portfolio varies now more or less than it did then.
    private static double[] Ends(
        Positions held, double[] shocks, double[] variances, GarchModel model, RiskSettings settings, CancellationToken cancellationToken)
    {
        int n = held.Values.Length;
        double[] ends = new double[settings.Paths], growth = new double[n], deviations = [.. variances.Select(Math.Sqrt)];
        SeededRandom random = new((ulong)settings.Seed);
        for (int path = 0; path < ends.Length; path++)
        {
            if (path % 256 == 0) cancellationToken.ThrowIfCancellationRequested();
            Array.Fill(growth, 1);
            double variance = variances[^1];
            for (int k = 0; k < settings.HorizonDays; k++)
            {
                int day = random.NextIndex(shocks.Length);
                double scale = Math.Sqrt(variance) / deviations[day], shock = scale * shocks[day];
                ReadOnlySpan<double> moves = held.Moves.AsSpan(day * n, n);
                for (int i = 0; i < n; i++)
                {
                    double move = held.Means[i] + (scale * moves[i]);
                    growth[i] = held.Compounds ? growth[i] * Math.Max(0, 1 + move) : growth[i] + move;
                }
                variance = model.Omega + (model.Alpha * shock * shock) + (model.Beta * variance);
            }
            for (int i = 0; i < n; i++) ends[path] += held.Values[i] * (growth[i] - 1);
        }
        return ends;
    }

    // Moves are the past returns less their means, day after day, shape [days · positions].
    private sealed record Positions(double[] Values, double[] Means, double[] Moves, bool Compounds)
    {
        public static Positions Each(RiskBook book, double[] means, bool zeroMean)
        {
            int n = book.Values.Length;
            double[] moves = new double[n * book.Panel.Observations];
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<double> row = book.Panel.Row(i);
                for (int t = 0; t < row.Length; t++) moves[(t * n) + i] = row[t] - means[i];
            }
            return new Positions(book.Values, zeroMean ? new double[n] : means, moves, true);
        }

        public static Positions Together(RiskBook book, PortfolioMoments moments, double mean) => new(
            [book.Gross], [mean / book.Gross], [.. moments.Returns.Select(gain => (gain - moments.Mean) / book.Gross)], false);
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
                    [
                        FormattableString.Invariant($"GARCH(1,1) of the portfolio: α {fit.Model.Alpha:0.###}, β {fit.Model.Beta:0.###}, ")
                        + FormattableString.Invariant($"next day's volatility {next:0.####} of the gross value."),
                        .. boundary,
                    ]);
            }
        }
        return (new GarchModel(0, 0, 1 - Ewma.DailyDecay, Ewma.DailyDecay),
            ["Volatility is exponentially weighted with λ = 0.94: the days do not carry a GARCH(1,1) fit."]);
    }
}
