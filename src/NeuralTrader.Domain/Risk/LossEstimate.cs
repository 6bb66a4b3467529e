namespace NeuralTrader.Domain.Risk;

/// <summary>What a portfolio may lose over the horizon, and which positions would lose it. All in the portfolio's currency, losses positive.</summary>
/// <param name="Tail">Value at risk and expected shortfall.</param>
/// <param name="Errors">Standard errors of both; NaN where the method gives none.</param>
/// <param name="ComponentVar">What each position adds to the value at risk, shape [n]; the sum is the value at risk.</param>
/// <param name="ComponentEs">What each position adds to the expected shortfall, shape [n]; the sum is the expected shortfall.</param>
/// <param name="Horizon">How the horizon was reached, in a sentence.</param>
/// <param name="Notes">What a reader should know.</param>
public sealed record LossEstimate(
    Tail Tail, TailErrors Errors, double[] ComponentVar, double[] ComponentEs, string Horizon, IReadOnlyList<string> Notes)
{
    private static readonly TailErrors None = new(double.NaN, double.NaN);

    /// <summary>From past periods as they were.</summary>
    /// <param name="book">Positions and returns.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="settings">Checked ones.</param>
    /// <remarks>
    /// The component of the value at risk is the position's loss in the periods around it, weighted by nearness in rank and scaled to the sum:
    /// Epperlein and Smillie (2006), Cracking VaR with kernels, Risk 19(8). That of the shortfall is its mean loss over the tail: Tasche (1999).
    /// </remarks>
    public static LossEstimate Historical(RiskBook book, PortfolioMoments moments, RiskSettings settings)
    {
        int h = settings.HorizonDays;
        bool isRoot = h > 1 && settings.Scaling == HorizonScaling.SquareRoot;
        int run = isRoot ? 1 : h;
        double[] gains = run == 1 ? moments.Returns : book.Overlapping(run);
        LossEstimate estimate = Scenarios(gains, (i, t) => book.Values[i] * RiskBook.Run(book.Panel.Row(i), t, run), book.Values.Length, settings.Confidence);
        if (h == 1) return estimate with { Horizon = "One day: each past day once." };
        if (isRoot) return estimate.Times(Math.Sqrt(h)) with { Horizon = FormattableString.Invariant(
            $"One day × √{h}: right for independent days with mean 0.") };
        return estimate with
        {
            Horizon = FormattableString.Invariant($"Overlapping runs of {h} days."), Errors = None,
            Notes = [FormattableString.Invariant($"Runs that overlap are not independent: {gains.Length} hold about {moments.Returns.Length / h} that do not.")],
        };
    }

    /// <summary>From a distribution with the sample's moments.</summary>
    /// <inheritdoc cref="Historical"/>
    /// <remarks>Components by Euler's rule: −mean + (share of the variance)·(VaR + mean). Garman (1997), Taking VaR to pieces, Risk 10(10).</remarks>
    public static LossEstimate Parametric(RiskBook book, PortfolioMoments moments, RiskSettings settings)
    {
        double h = settings.HorizonDays, root = Math.Sqrt(h), mean = settings.ZeroMean ? 0 : moments.Mean * h, deviation = moments.Volatility * root,
            a = settings.Confidence;
        List<string> notes = [];
        string horizon = h == 1 ? "One day." : FormattableString.Invariant($"Mean × {h}, deviation × √{h}: right for independent days.");
        Tail tail;
        switch (settings.Distribution)
        {
            case RiskDistribution.CornishFisher:
                ReturnMoments shape = ReturnMoments.Of(moments.Returns, 0);
                (double skewness, double kurtosis) = (shape.Skewness / root, shape.ExcessKurtosis / h);
                tail = TailRisk.CornishFisher(mean, deviation, skewness, kurtosis, a);
                if (h > 1) horizon += " Skewness ÷ √h, excess kurtosis ÷ h.";
                if (double.IsNaN(tail.ExpectedShortfall))
                    notes.Add(FormattableString.Invariant($"With skewness {skewness:0.##} and excess kurtosis {kurtosis:0.##} the quantile turns back in the tail; no shortfall follows."));
                break;
            case RiskDistribution.StudentT when settings.DegreesOfFreedom is { } nu:
                tail = TailRisk.Student(mean, deviation * Math.Sqrt((nu - 2) / nu), nu, a);
                if (StudentTFit.Warning(nu) is { } near) notes.Add(near);
                break;
            case RiskDistribution.StudentT:
                StudentTFit fit = StudentTFit.Of(moments.Returns);
                tail = TailRisk.Student(settings.ZeroMean ? 0 : fit.Location * h, fit.Scale * root, fit.DegreesOfFreedom, a);
                notes.Add(FormattableString.Invariant($"Student's t fitted to the portfolio's days: {fit.DegreesOfFreedom:0.##} degrees of freedom."));
                if (StudentTFit.Warning(fit.DegreesOfFreedom) is { } heavy) notes.Add(heavy);
                if (h > 1) horizon += " The degrees of freedom are kept, which overstates the tail of a sum of days.";
                break;
            default:
                tail = TailRisk.Gaussian(mean, deviation, a);
                break;
        }
        return ByVariance(book, moments, settings, tail, None) with { Horizon = horizon, Notes = notes };
    }

    /// <summary>Figures of an elliptical distribution, laid on the positions by their shares of the variance.</summary>
    /// <param name="book">Positions and returns.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="settings">Checked ones.</param>
    /// <param name="tail">What is laid on.</param>
    /// <param name="errors">Of it.</param>
    public static LossEstimate ByVariance(RiskBook book, PortfolioMoments moments, RiskSettings settings, Tail tail, TailErrors errors)
    {
        int n = book.Values.Length;
        double days = settings.ZeroMean ? 0 : settings.HorizonDays, mean = moments.Mean * days;
        double[] valueAtRisk = new double[n], shortfall = new double[n];
        for (int i = 0; i < n; i++)
        {
            double share = book.Values[i] * moments.Covariances[i] / moments.Variance, own = days == 0 ? 0
                : book.Values[i] * SampleMoments.Mean(book.Panel.Row(i)) * days;
            valueAtRisk[i] = (share * (tail.ValueAtRisk + mean)) - own;
            shortfall[i] = (share * (tail.ExpectedShortfall + mean)) - own;
        }
        return new LossEstimate(tail, errors, valueAtRisk, shortfall, "", []);
    }

    /// <summary>From equally likely scenarios.</summary>
    /// <param name="gains">Of the portfolio, shape [m].</param>
    /// <param name="gain">Of position i in scenario t; their sum over i is <paramref name="gains"/>[t].</param>
    /// <param name="positions">How many.</param>
    /// <param name="confidence">α.</param>
    internal static LossEstimate Scenarios(double[] gains, Func<int, int, double> gain, int positions, double confidence)
    {
        Tail tail = TailRisk.Historical(gains, confidence);
        double size = HistoricalTail.Size(gains.Length, confidence);
        int whole = Math.Min((int)size, gains.Length - 1), reach = Math.Min(Math.Min(whole, gains.Length - 1 - whole), (int)Math.Ceiling(size / 4));
        int[] order = [.. Enumerable.Range(0, gains.Length)];
        Array.Sort([.. gains], order);
        double[] valueAtRisk = new double[positions], shortfall = new double[positions];
        double near = 0;
        for (int d = -reach; d <= reach; d++) near -= (reach + 1 - Math.Abs(d)) * gains[order[whole + d]];
        bool isSmooth = near * tail.ValueAtRisk > 0; // a portfolio that cannot lose has no tail to weigh over
        for (int i = 0; i < positions; i++)
        {
            for (int k = 0; k < whole; k++) shortfall[i] -= gain(i, order[k]) / size;
            shortfall[i] -= (size - whole) * gain(i, order[whole]) / size;
            if (!isSmooth) valueAtRisk[i] = -gain(i, order[whole]);
            else for (int d = -reach; d <= reach; d++) valueAtRisk[i] -= (reach + 1 - Math.Abs(d)) * gain(i, order[whole + d]) * tail.ValueAtRisk / near;
        }
        return new LossEstimate(tail, TailErrors.Of(gains, confidence), valueAtRisk, shortfall, "", []);
    }

    private LossEstimate Times(double factor) => this with
    {
        Tail = new Tail(Tail.ValueAtRisk * factor, Tail.ExpectedShortfall * factor),
        Errors = new TailErrors(Errors.ValueAtRisk * factor, Errors.ExpectedShortfall * factor),
        ComponentVar = [.. ComponentVar.Select(value => value * factor)], ComponentEs = [.. ComponentEs.Select(value => value * factor)],
    };
}
