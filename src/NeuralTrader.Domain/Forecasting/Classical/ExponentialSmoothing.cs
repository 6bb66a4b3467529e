using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>Exponential smoothing fitted to a series.</summary>
/// <remarks>
/// Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing: the state space form, the likelihood of additive and multiplicative
/// errors, and the choice among forms by the corrected Akaike criterion. Gains and initial states are estimated together by maximum likelihood.
/// </remarks>
public sealed class ExponentialSmoothing
{
    // Above it the initial season stays what the decomposition says: with so many states of its own a likelihood finds noise.
    private const int LongestFreeSeason = 24;
    private const double LeastDamping = 0.8, MostDamping = 0.98, Edge = 1e-4;

    private readonly SmoothingStart start;
    private readonly double[] values;

    private ExponentialSmoothing(SmoothingForm form, SmoothingGains gains, SmoothingStart start, double[] values, double logLikelihood, double squares, bool isConverged)
    {
        (Form, Gains, LogLikelihood, SumOfSquares, IsConverged) = (form, gains, logLikelihood, squares, isConverged);
        (this.start, this.values) = (start, values);
    }

    /// <summary>Which components there are.</summary>
    public SmoothingForm Form { get; }

    /// <summary>How fast they follow.</summary>
    public SmoothingGains Gains { get; }

    /// <summary>The level before the first value.</summary>
    public double InitialLevel => start.Level;

    /// <summary>The slope before the first value, per step; 0 without a trend.</summary>
    public double InitialSlope => start.Slope;

    /// <summary>The log of the likelihood of normal errors, at its maximum.</summary>
    public double LogLikelihood { get; }

    /// <summary>The corrected Akaike criterion; the form with the lowest is chosen.</summary>
    /// <remarks>It counts the gains, the initial states, of which a season has one less than its length, and the errors' variance.</remarks>
    public double CorrectedAkaike
    {
        get
        {
            double n = values.Length, k = Form.Parameters(start.Seasonals.Length);
            return (-2 * LogLikelihood) + (2 * k) + (2 * k * (k + 1) / (n - k - 1));
        }
    }

    /// <summary>The sum of squared errors of one step ahead, in the unit of the series squared.</summary>
    public double SumOfSquares { get; }

    /// <summary>Whether the search for the likelihood's maximum came to rest.</summary>
    public bool IsConverged { get; }

    /// <summary>Fits one form.</summary>
    /// <param name="values">In time order, shape [n], two seasons or more and more than the form has parameters plus one.</param>
    /// <param name="form">Which components there are.</param>
    /// <param name="season">Observations in a season, 2 or more where the form has one.</param>
    /// <exception cref="InvalidInputException">The sample is too short, holds a value that is not finite, or one of 0 or less for a multiplicative part.</exception>
    public static ExponentialSmoothing Fit(ReadOnlySpan<double> values, SmoothingForm form, int season = 1)
    {
        bool isSeasonal = form.Season is not SmoothingPart.None;
        Require.Between(season, isSeasonal ? 2 : 1, ClassicalForecasts.LongestSeason);
        Require.BoundedSample(values, Math.Max(form.Parameters(season) + 2, isSeasonal ? 2 * season : 1));
        if (form.Error is SmoothingPart.Multiplicative || form.Season is SmoothingPart.Multiplicative)
            for (int i = 0; i < values.Length; i++) Require.Positive(values[i], $"values[{i}]");
        double[] sample = values.ToArray();
        SmoothingStart guess = SmoothingStart.Of(sample, form, season);
        Coordinates coordinates = new(form, guess, isSeasonal && season <= LongestFreeSeason ? season - 1 : 0, sample);
        (double[] X, double Value, bool IsConverged) best = default;
        foreach (double gain in (ReadOnlySpan<double>)[0.1, 0.5])
        {
            (double[] X, double Value, bool IsConverged) found = QuasiNewton.Minimise(coordinates.Value, coordinates.At(gain));
            if (best.X is null || found.Value < best.Value) best = found;
        }
        (SmoothingGains gains, SmoothingStart start) = coordinates.Read(best.X);
        double logLikelihood = -sample.Length * (best.Value + ((Math.Log(2 * Math.PI) + 1) / 2));
        Coordinates.Errors(form, gains, start, sample, out double squares, out _, out _);
        return new ExponentialSmoothing(form, gains, start, sample, logLikelihood, squares, best.IsConverged);
    }

    /// <summary>Fits every form that the series allows and takes the one with the lowest criterion.</summary>
    /// <param name="values">In time order, shape [n], n ≥ 5.</param>
    /// <param name="season">Observations in a season; 1 where there is none. Fewer than two seasons, or more parameters than the values bear, leave it out.</param>
    /// <exception cref="InvalidInputException">The sample is too short or holds a value that is not finite; the season is out of range.</exception>
    public static ExponentialSmoothing Select(ReadOnlySpan<double> values, int season = 1)
    {
        Require.Between(season, 1, ClassicalForecasts.LongestSeason);
        Require.BoundedSample(values, SmoothingForm.Simple.Parameters(1) + 2);
        bool isSeasonal = season > 1 && season <= LongestFreeSeason && values.Length >= 2 * season, isPositive = true;
        foreach (double value in values) isPositive &= value > 0;
        ExponentialSmoothing? best = null;
        foreach (SmoothingForm form in SmoothingForm.Candidates(isPositive, isSeasonal))
        {
            if (values.Length < form.Parameters(season) + 2) continue;
            ExponentialSmoothing fit = Fit(values, form, form.Season is SmoothingPart.None ? 1 : season);
            if (best is null || fit.CorrectedAkaike < best.CorrectedAkaike) best = fit;
        }
        return best!; // simple smoothing always fits: the length was checked
    }

    /// <summary>The mean of what comes, from the end of the series on.</summary>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <returns>Shape [horizon], in the unit of the series.</returns>
    /// <exception cref="InvalidInputException">The horizon is out of range.</exception>
    public double[] Forecast(int horizon)
    {
        double[] forecast = new double[Require.Between(horizon, 1, ClassicalForecasts.LongestHorizon)];
        SmoothingState state = start.State(Form, Gains, [.. start.Seasonals]);
        foreach (double value in values) state.Follow(value);
        state.Forecast(forecast);
        return forecast;
    }

    /// <summary>Gains and initial states as free coordinates, and the likelihood over them.</summary>
    private sealed class Coordinates(SmoothingForm form, SmoothingStart guess, int freeSeasonals, double[] values)
    {
        private readonly bool hasTrend = form.Trend is not SmoothingPart.None, isDamped = form.Trend is SmoothingPart.Damped;
        private readonly bool hasSeason = form.Season is not SmoothingPart.None, hasRelativeErrors = form.Error is SmoothingPart.Multiplicative;
        private readonly double unit = Spread(values), floor = Floor(values);
        private readonly double[] seasonals = new double[guess.Seasonals.Length];

        public double[] At(double gain)
        {
            List<double> x = [Logit(gain)];
            if (hasTrend) x.Add(Logit(0.1));
            if (hasSeason) x.Add(Logit(0.1));
            if (isDamped) x.Add(Logit(0.9));
            x.Add(0);
            if (hasTrend) x.Add(0);
            x.AddRange(new double[freeSeasonals]);
            return [.. x];
        }

        public (SmoothingGains Gains, SmoothingStart Start) Read(ReadOnlySpan<double> x)
        {
            int i = 0;
            double level = Within(x[i++], 0, 1), slope = hasTrend ? Within(x[i++], 0, level) : 0;
            double season = hasSeason ? Within(x[i++], 0, 1 - level) : 0, damping = isDamped ? LeastDamping + ((MostDamping - LeastDamping) * Sigmoid(x[i++])) : 1;
            double firstLevel = guess.Level + (unit * x[i++]), firstSlope = hasTrend ? guess.Slope + (unit / 10 * x[i++]) : 0;
            double[] seasonal = [.. guess.Seasonals];
            double shift = 0, step = form.Season is SmoothingPart.Multiplicative ? 0.1 : unit;
            for (int j = 0; j < freeSeasonals; j++)
            {
                seasonal[j] += step * x[i];
                shift += step * x[i++];
            }
            if (freeSeasonals > 0) seasonal[^1] -= shift; // their mean stays what it was
            return (new SmoothingGains(level, slope, season, damping), new SmoothingStart(firstLevel, firstSlope, seasonal));
        }

        // Half of the log of the mean squared error, relative errors turned back into the series' unit: −log L / n up to a constant.
        public double Value(ReadOnlySpan<double> x, Span<double> gradient)
        {
            double[] at = x.ToArray();
            for (int i = 0; i < at.Length; i++)
            {
                double here = at[i], step = 1e-5 * (1 + Math.Abs(here));
                at[i] = here + step;
                double above = Value(at);
                at[i] = here - step;
                gradient[i] = (above - Value(at)) / (2 * step);
                at[i] = here;
            }
            return Value(at);
        }

        public static bool Errors(
            SmoothingForm form, SmoothingGains gains, SmoothingStart start, double[] values, out double squares, out double relative, out double logs)
        {
            bool isRelative = form.Error is SmoothingPart.Multiplicative;
            (squares, relative, logs) = (0, 0, 0);
            SmoothingState state = start.State(form, gains, [.. start.Seasonals]);
            foreach (double value in values)
            {
                double expected = state.Expected, error = value - expected;
                squares += error * error;
                if (isRelative)
                {
                    if (!(expected > 0)) return false;
                    relative += error / expected * (error / expected);
                    logs += Math.Log(expected);
                }
                if (!state.Follow(value)) return false;
            }
            return true;
        }

        private double Value(double[] x)
        {
            (SmoothingGains gains, SmoothingStart start) = Read(x);
            if (!Errors(form, gains, start, values, out double squares, out double relative, out double logs)) return double.NaN;
            int n = values.Length;
            return hasRelativeErrors ? (Math.Log((relative / n) + 1e-20) / 2) + (logs / n) : Math.Log((squares / n) + floor) / 2;
        }

        private static double Within(double x, double low, double high) => low + ((high - low) * (Edge + ((1 - (2 * Edge)) * Sigmoid(x))));

        private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

        private static double Logit(double p) => Math.Log(p / (1 - p));

        private static double Floor(double[] values)
        {
            double squares = 0;
            foreach (double value in values) squares += value * value / values.Length;
            return Math.Max(squares * 1e-20, double.Epsilon);
        }

        // The size of a change from one value to the next: the unit in which initial states are moved.
        private static double Spread(double[] values)
        {
            double sum = 0;
            for (int i = 1; i < values.Length; i++) sum += Math.Abs(values[i] - values[i - 1]) / (values.Length - 1);
            return sum > 0 ? sum : Math.Max(Math.Abs(values[0]) * 1e-3, 1e-9);
        }
    }
}
