using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Risk;

/// <summary>By which definition a tail is measured.</summary>
public enum TailMethod
{
    /// <summary>The sample itself.</summary>
    Historical = 1,

    /// <summary>A normal distribution with the sample's mean and deviation, or with those given.</summary>
    Normal = 2,

    /// <summary>The normal quantile bent by skewness and kurtosis.</summary>
    CornishFisher = 3,

    /// <summary>Student's t: fitted by maximum likelihood, or with given degrees of freedom and the sample's mean and deviation.</summary>
    StudentT = 4,
}

/// <summary>What describes a distribution without its sample. All per period, as fractions.</summary>
/// <param name="Mean">μ.</param>
/// <param name="Deviation">σ, 0 or more.</param>
/// <param name="Skewness">Third standardised moment; read for Cornish–Fisher.</param>
/// <param name="ExcessKurtosis">Fourth standardised moment less 3, at least skewness² − 2; read for Cornish–Fisher.</param>
[GenerateSerializer, Immutable, Alias("tail-moments")]
public sealed record TailMoments(double Mean, double Deviation, double Skewness = 0, double ExcessKurtosis = 0);

/// <summary>Value at risk and expected shortfall over one period; losses are positive. A figure is null where the definition gives none.</summary>
/// <param name="Method">The definition.</param>
/// <param name="Confidence">α.</param>
/// <param name="ValueAtRisk">The loss that is passed with probability 1 − α, a fraction.</param>
/// <param name="ExpectedShortfall">The mean loss of the worst 1 − α, a fraction.</param>
/// <param name="ValueAtRiskError">Standard error for independent returns; for historical figures.</param>
/// <param name="ExpectedShortfallError">The same of the shortfall.</param>
/// <param name="ValueAtRiskAmount">In money, where a value was given.</param>
/// <param name="ExpectedShortfallAmount">In money, where a value was given.</param>
/// <param name="DegreesOfFreedom">Of Student's t, given or fitted.</param>
/// <param name="Observations">Returns behind it; 0 where moments were given.</param>
/// <param name="Definition">What was computed, in a sentence.</param>
/// <param name="Notes">Why a figure is null, each in a sentence; empty where none is.</param>
[GenerateSerializer, Immutable, Alias("tail-estimate")]
public sealed record TailEstimate(
    TailMethod Method, double Confidence, double ValueAtRisk, double ExpectedShortfall, double? ValueAtRiskError, double? ExpectedShortfallError,
    decimal? ValueAtRiskAmount, decimal? ExpectedShortfallAmount, double? DegreesOfFreedom, int Observations, string Definition, IReadOnlyList<string> Notes)
{
    private const decimal MostMoney = 1e15m;
    private const double MostTimes = 1e9, Rounding = 1e-9;

    /// <summary>The figures of a sample, or of moments, by a definition.</summary>
    /// <param name="returns">Simple returns, shape [n], n ≥ 2, fractions per period; empty where moments are given.</param>
    /// <param name="moments">In place of a sample; null with one.</param>
    /// <param name="method">The definition.</param>
    /// <param name="confidence">α, strictly between 0 and 1.</param>
    /// <param name="quantile">Of a historical value at risk.</param>
    /// <param name="degreesOfFreedom">Of Student's t, above 2; null to fit them to the sample.</param>
    /// <param name="value">What is at risk, in money; null for fractions alone.</param>
    /// <param name="currency">ISO 4217 code of the value.</param>
    /// <exception cref="InvalidInputException">An argument is missing, out of range or does not go with the others.</exception>
    public static TailEstimate Of(
        ReadOnlySpan<double> returns, TailMoments? moments, TailMethod method, double confidence, QuantileType quantile = QuantileType.InverseEmpirical,
        double? degreesOfFreedom = null, decimal? value = null, string currency = "USD")
    {
        Require.OpenUnitInterval(confidence);
        if (degreesOfFreedom is { } nu && !(double.IsFinite(nu) && nu > 2)) throw Require.Invalid("degreesOfFreedom", nu, "a finite number above 2");
        if (value is { } money && !(money > 0 && money <= MostMoney)) throw Require.Invalid("value", money, "a number above 0, at most 1000000000000000");
        string code = Ledger.Currency.Parse(currency);
        if (moments is null) Require.BoundedSample(returns, 2);
        else Check(moments, method);
        ReturnMoments sample = moments is null ? ReturnMoments.Of(returns, 0) : default;
        TailMoments shape = moments ?? new TailMoments(sample.Mean, sample.Deviation, sample.Skewness, sample.ExcessKurtosis);
        (Tail tail, TailErrors errors, double? degrees, string definition) = method switch
        {
            TailMethod.Historical when moments is not null =>
                throw Require.Invalid("method", "historical", "normal, cornish_fisher or student_t with moments; historical needs returns"),
            TailMethod.Historical => Sample(returns, confidence, quantile),
            TailMethod.Normal => (TailRisk.Gaussian(shape.Mean, shape.Deviation, confidence), Unknown, (double?)null,
            "Normal distribution with mean and deviation."),
            TailMethod.CornishFisher => (
                TailRisk.CornishFisher(shape.Mean, shape.Deviation, Moment(shape.Skewness), Moment(shape.ExcessKurtosis), confidence), Unknown, null,
                TailRisk.BendsBack(shape.Skewness, shape.ExcessKurtosis, confidence)
                    ? "Cornish–Fisher expansion; it turns back in this tail, so that no shortfall follows from it."
                    : "Cornish–Fisher expansion; the shortfall is its mean over the tail (Maillard 2012)."),
            TailMethod.StudentT when degreesOfFreedom is { } given => (
                TailRisk.Student(shape.Mean, shape.Deviation * Math.Sqrt((given - 2) / given), given, confidence), Unknown, given,
                "Student's t with the degrees of freedom given, and mean and deviation."),
            TailMethod.StudentT when moments is not null =>
            throw Require.Invalid<object?>("degreesOfFreedom", null, "a number above 2; moments alone do not tell them"),
            TailMethod.StudentT => Fitted(returns, confidence),
            _ => throw Require.Invalid("method", method, "historical, normal, cornish_fisher or student_t"),
        };
        return new TailEstimate(
            method, confidence, tail.ValueAtRisk, tail.ExpectedShortfall, Known(errors.ValueAtRisk), Known(errors.ExpectedShortfall),
            Amount(tail.ValueAtRisk), Amount(tail.ExpectedShortfall), degrees, returns.Length, definition,
            [.. Missing(method, tail, errors, value is not null)]);

        decimal? Amount(double fraction) =>
            value is { } whole && !Beyond(fraction) ? Ledger.Currency.Round(whole * (decimal)fraction, code) : null;
    }

    private static IEnumerable<string> Missing(TailMethod method, Tail tail, TailErrors errors, bool hasValue)
    {
        bool isSample = method == TailMethod.Historical;
        if (!isSample) yield return "Standard errors are those of historical figures; what is estimated here is a whole distribution, and they are null.";
        if (isSample && double.IsNaN(errors.ValueAtRisk)) yield return "Too few returns lie beyond the value at risk for its standard error.";
        if (isSample && double.IsNaN(errors.ExpectedShortfall))
            yield return "Fewer than two returns lie in the tail, too few for the shortfall's standard error.";
        if (double.IsNaN(tail.ExpectedShortfall) && method == TailMethod.CornishFisher)
            yield return "The bent quantile turns back in this tail, so that no shortfall follows from it: Maillard (2012). Another method gives one.";
        if (hasValue && (Beyond(tail.ValueAtRisk) || Beyond(tail.ExpectedShortfall)))
            yield return "An amount is null where its fraction is, or is beyond a billion times the value.";
    }

    private static void Check(TailMoments moments, TailMethod method)
    {
        Require.Finite(moments.Mean, "moments.mean");
        Require.NotNegative(moments.Deviation, "moments.deviation");
        if (method != TailMethod.CornishFisher) return;
        double skewness = Require.Bounded(moments.Skewness, "moments.skewness"), least = (skewness * skewness) - 2, kurtosis = moments.ExcessKurtosis;
        if (Require.Bounded(kurtosis, "moments.excessKurtosis") < least - (Rounding * (1 + Math.Abs(least))))
            throw Require.Invalid("moments.excessKurtosis", kurtosis, FormattableString.Invariant(
                $"at least {least:0.######}: no distribution of skewness {skewness:0.######} has less than its square - 2"));
    }

    private static bool Beyond(double fraction) => !(Math.Abs(fraction) < MostTimes);

    private static TailErrors Unknown => new(double.NaN, double.NaN);

    private static (Tail, TailErrors, double?, string) Sample(ReadOnlySpan<double> returns, double confidence, QuantileType quantile)
    {
        double valueAtRisk = TailRisk.HistoricalValueAtRisk(returns, confidence, quantile);
        return (
            new Tail(valueAtRisk, TailRisk.Historical(returns, confidence).ExpectedShortfall), TailErrors.Of(returns, confidence), null,
            FormattableString.Invariant($"Quantile of the losses, type {(int)quantile} (Hyndman and Fan 1996); mean of the worst (1 − α)·n (Acerbi and Tasche 2002)."));
    }

    private static (Tail, TailErrors, double?, string) Fitted(ReadOnlySpan<double> returns, double confidence)
    {
        StudentTFit fit = StudentTFit.Of(returns);
        return (
            TailRisk.Student(fit.Location, fit.Scale, fit.DegreesOfFreedom, confidence), Unknown, fit.DegreesOfFreedom,
            "Student's t: location, scale and degrees of freedom by maximum likelihood.");
    }

    // A sample that does not vary has no shape to bend by.
    private static double Moment(double value) => double.IsNaN(value) ? 0 : value;

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
