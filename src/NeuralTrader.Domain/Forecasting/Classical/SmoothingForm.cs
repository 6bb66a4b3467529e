namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>What a component of exponential smoothing does.</summary>
public enum SmoothingPart
{
    /// <summary>It is not there.</summary>
    None,

    /// <summary>It is added.</summary>
    Additive,

    /// <summary>It is added, and fades from step to step: a damped trend.</summary>
    Damped,

    /// <summary>It is a factor.</summary>
    Multiplicative,
}

/// <summary>Which exponential smoothing: the error, the trend and the season, as in ETS(A,Ad,M).</summary>
/// <param name="Error">Additive, or multiplicative: the error's size is then a share of the level, and the values are above 0.</param>
/// <param name="Trend">None, additive or damped.</param>
/// <param name="Season">None, additive or multiplicative.</param>
public sealed record SmoothingForm(SmoothingPart Error, SmoothingPart Trend, SmoothingPart Season)
{
    /// <summary>Simple exponential smoothing, ETS(A,N,N).</summary>
    public static SmoothingForm Simple { get; } = new(SmoothingPart.Additive, SmoothingPart.None, SmoothingPart.None);

    /// <summary>Holt's linear trend, ETS(A,A,N).</summary>
    public static SmoothingForm Holt { get; } = new(SmoothingPart.Additive, SmoothingPart.Additive, SmoothingPart.None);

    /// <summary>Holt's damped trend, ETS(A,Ad,N).</summary>
    public static SmoothingForm DampedHolt { get; } = new(SmoothingPart.Additive, SmoothingPart.Damped, SmoothingPart.None);

    /// <summary>Holt and Winters with terms, ETS(A,A,A).</summary>
    public static SmoothingForm HoltWintersAdditive { get; } = new(SmoothingPart.Additive, SmoothingPart.Additive, SmoothingPart.Additive);

    /// <summary>Holt and Winters with factors, ETS(M,A,M).</summary>
    public static SmoothingForm HoltWintersMultiplicative { get; } = new(SmoothingPart.Multiplicative, SmoothingPart.Additive, SmoothingPart.Multiplicative);

    /// <summary>The forms that selection chooses from: all but those that are unstable, whose additive error meets a factor.</summary>
    /// <param name="isPositive">Whether all values are above 0.</param>
    /// <param name="isSeasonal">Whether there is a season.</param>
    public static IEnumerable<SmoothingForm> Candidates(bool isPositive, bool isSeasonal) =>
        from error in (SmoothingPart[])[SmoothingPart.Additive, SmoothingPart.Multiplicative]
        from trend in (SmoothingPart[])[SmoothingPart.None, SmoothingPart.Additive, SmoothingPart.Damped]
        from season in (SmoothingPart[])[SmoothingPart.None, SmoothingPart.Additive, SmoothingPart.Multiplicative]
        where (isSeasonal || season is SmoothingPart.None)
            && (isPositive || (error is SmoothingPart.Additive && season is not SmoothingPart.Multiplicative))
            && (error is SmoothingPart.Multiplicative || season is not SmoothingPart.Multiplicative)
        select new SmoothingForm(error, trend, season);

    /// <summary>The usual short name.</summary>
    public override string ToString() => $"ETS({Letter(Error)},{Letter(Trend)},{Letter(Season)})";

    // Smoothing parameters, initial states and the error's variance.
    internal int Parameters(int season) =>
        3 + (Trend switch { SmoothingPart.None => 0, SmoothingPart.Damped => 3, _ => 2 }) + (Season is SmoothingPart.None ? 0 : season);

    private static string Letter(SmoothingPart part) => part switch
    {
        SmoothingPart.None => "N",
        SmoothingPart.Additive => "A",
        SmoothingPart.Damped => "Ad",
        SmoothingPart.Multiplicative => "M",
    };
}
