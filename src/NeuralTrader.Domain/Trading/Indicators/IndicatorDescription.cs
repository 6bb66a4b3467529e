namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>One number that steers an indicator.</summary>
/// <param name="Name">As in <see cref="IndicatorCatalog.Calculate"/>, camelCase.</param>
/// <param name="Description">What it does.</param>
/// <param name="Default">Taken where the caller gives none.</param>
/// <param name="Min">Smallest value allowed.</param>
/// <param name="Max">Largest value allowed.</param>
/// <param name="IsWhole">True where only whole numbers are allowed, as for periods.</param>
[GenerateSerializer, Immutable, Alias("indicator-parameter")]
public sealed record IndicatorParameter(string Name, string Description, double Default, double Min, double Max, bool IsWhole);

/// <summary>One line that an indicator draws.</summary>
/// <param name="Name">Key in <see cref="IndicatorResult.Outputs"/>, camelCase.</param>
/// <param name="Unit">What one unit of it is, or its range: "price", "0 to 100", "percent", "units traded".</param>
[GenerateSerializer, Immutable, Alias("indicator-output")]
public sealed record IndicatorOutput(string Name, string Unit);

/// <summary>The columns of a series that an indicator reads.</summary>
[Flags]
public enum BarColumns
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Highest prices.</summary>
    High = 1,

    /// <summary>Lowest prices.</summary>
    Low = 2,

    /// <summary>Last prices.</summary>
    Close = 4,

    /// <summary>Units traded.</summary>
    Volume = 8,

    /// <summary>The three prices.</summary>
    Prices = High | Low | Close,
}

/// <summary>What an indicator is, takes and gives.</summary>
/// <param name="Name">Its name in the catalogue, such as "rsi".</param>
/// <param name="Description">One sentence, with its source.</param>
/// <param name="Columns">What it reads; only these columns must be finite.</param>
/// <param name="Parameters">In the order of the constructor.</param>
/// <param name="Outputs">In the order in which a stream writes its figures.</param>
[GenerateSerializer, Immutable, Alias("indicator-description")]
public sealed record IndicatorDescription(
    string Name, string Description, BarColumns Columns, IndicatorParameter[] Parameters, IndicatorOutput[] Outputs);

/// <summary>An indicator over a whole series.</summary>
/// <param name="Name">Its name in the catalogue.</param>
/// <param name="Parameters">Every parameter as used, defaults included.</param>
/// <param name="WarmUp">Bars before the first one on which every figure is defined, in data that can define it; may exceed the series.</param>
/// <param name="Outputs">Output name to figures, shape [bars] each; NaN where not defined.</param>
[GenerateSerializer, Immutable, Alias("indicator-result")]
public sealed record IndicatorResult(
    string Name, IReadOnlyDictionary<string, double> Parameters, int WarmUp, IReadOnlyDictionary<string, double[]> Outputs);
