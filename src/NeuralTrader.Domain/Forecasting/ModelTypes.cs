using System.Text.Json;
using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Forecasting;

/// <summary>A kind of model that forecasts.</summary>
/// <param name="Name">As requests name it.</param>
/// <param name="IsNetwork">Whether it is trained, or made of each series alone.</param>
/// <param name="IsAvailable">Whether this build does it.</param>
/// <param name="Reason">Why it does not; null where it does.</param>
/// <param name="Description">What it is.</param>
[GenerateSerializer, Immutable, Alias("forecast.model-type")]
public sealed record ModelType(string Name, bool IsNetwork, bool IsAvailable, string? Reason, string Description);

/// <summary>Every kind of model of the product's interface.</summary>
public static class ModelTypes
{
    /// <summary>Why no network can be asked for.</summary>
    public const string NoNetworks = "This build has no neural networks.";

    /// <summary>First what each series alone is enough for, then networks.</summary>
    public static IReadOnlyList<ModelType> All { get; } =
    [
        Classical(ClassicalMethod.Naive, "The last value."),
        Classical(ClassicalMethod.SeasonalNaive, "The value of one season before."),
        Classical(ClassicalMethod.Naive2, "The last value, times the season's factors where there is a season: the benchmark of the M4 competition."),
        Classical(ClassicalMethod.Drift, "The line through the first and the last value."),
        Classical(ClassicalMethod.Mean, "The mean of all values."),
        Classical(ClassicalMethod.SimpleSmoothing, "Simple exponential smoothing, ETS(A,N,N)."),
        Classical(ClassicalMethod.Holt, "Holt's linear trend, ETS(A,A,N)."),
        Classical(ClassicalMethod.DampedHolt, "Holt's damped trend, ETS(A,Ad,N)."),
        Classical(ClassicalMethod.HoltWintersAdditive, "Holt and Winters, the season as terms, ETS(A,A,A)."),
        Classical(ClassicalMethod.HoltWintersMultiplicative, "Holt and Winters, the season as factors, ETS(M,A,M)."),
        Classical(ClassicalMethod.Ets, "Exponential smoothing of the form that the corrected Akaike criterion chooses."),
        Classical(ClassicalMethod.Theta, "The Theta method as the M4 competition ran it."),
        Classical(ClassicalMethod.Combination, "The mean of simple, Holt's and damped smoothing: the M4 competition's Comb."),
        Network("lstm", "Long short-term memory."),
        Network("gru", "Gated recurrent units."),
        Network("transformer", "A transformer's encoder."),
        Network("tcn", "A temporal convolutional network."),
        Network("nbeats", "N-BEATS."),
        Network("nhits", "N-HiTS."),
        Network("gan", "A generator of scenarios."),
    ];

    /// <summary>A classical method as requests and answers name it.</summary>
    public static string NameOf(ClassicalMethod method) => JsonNamingPolicy.SnakeCaseLower.ConvertName(method.ToString());

    private static ModelType Classical(ClassicalMethod method, string description) =>
        new(NameOf(method), IsNetwork: false, IsAvailable: true, Reason: null, description);

    private static ModelType Network(string name, string description) => new(name, IsNetwork: true, IsAvailable: false, NoNetworks, description);
}
