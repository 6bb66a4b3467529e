namespace NeuralTrader.Api.Console;

/// <summary>A heat map: a value for each pair; NaN leaves a cell blank.</summary>
/// <param name="XName">What runs across.</param>
/// <param name="YName">What runs up.</param>
/// <param name="ValueName">What the cells are.</param>
/// <param name="Format">How they are written: number, percent.</param>
/// <param name="X">Labels across.</param>
/// <param name="Y">Labels up.</param>
/// <param name="Cells">Shape [y][x].</param>
/// <param name="Low">The scale's first colour.</param>
/// <param name="High">The scale's last colour; maps to be compared share both.</param>
internal sealed record HeatColumns(
    string XName, string YName, string ValueName, string Format, string[] X, string[] Y, double[][] Cells, double Low, double High)
{
    /// <summary>True where 0 is the middle of the scale.</summary>
    public bool Diverging { get; init; }

    /// <summary>True where rows and columns are the same things: the first row is at the top then.</summary>
    public bool Symmetric { get; init; }

    /// <summary>Decimals of the values; null for the format's own.</summary>
    public int? Digits { get; init; }

    /// <summary>Cells to be found at once.</summary>
    public HeatMark[] Marks { get; init; } = [];

    /// <summary>More about a cell, shape [y][x].</summary>
    public string?[][]? Notes { get; init; }

    /// <summary>Orders of rows and columns to choose from.</summary>
    public HeatOrder[]? Orders { get; init; }

    /// <summary>In a few words, above the map.</summary>
    public string? Note { get; init; }

    /// <summary>What is said where no cell has a value.</summary>
    public string? Nothing { get; init; }
}

/// <summary>A cell to be found at once.</summary>
internal sealed record HeatMark(int X, int Y, string Name);

/// <summary>An order of rows and columns.</summary>
internal sealed record HeatOrder(string Name, int[] Index);

/// <summary>Lines over time.</summary>
/// <param name="T">When.</param>
/// <param name="Name">What they are.</param>
/// <param name="Levels">Values drawn across.</param>
/// <param name="Lines">Values by the line's name, each of the length of the times; NaN leaves a gap.</param>
internal sealed record LineColumns(string[] T, string Name, double[] Levels, IReadOnlyDictionary<string, double[]> Lines);

/// <summary>Quantiles of many paths over time, with a few of the paths; or of what may come, with the one path of what came before.</summary>
internal sealed record FanColumns(string[] T, string XName, string Format, FanQuantile[] Quantiles, double[][] Paths, string? Note)
{
    /// <summary>What the one path is that ends where the fan begins; null for a sample of paths.</summary>
    public string? PathName { get; init; }
}

/// <summary>A quantile at each time.</summary>
internal sealed record FanQuantile(double P, double[] Values);

/// <summary>How often values fall into bins.</summary>
/// <param name="XName">What the values are.</param>
/// <param name="Format">How they are written.</param>
/// <param name="Edges">Of the bins, rising, shape [n + 1].</param>
/// <param name="Counts">Shape [n].</param>
/// <param name="TailBelow">Bins that end here or lower are the tail; NaN for none.</param>
/// <param name="Marks">Values to be found at once.</param>
/// <param name="Note">In a few words, above the chart.</param>
internal sealed record HistogramColumns(string XName, string Format, double[] Edges, double[] Counts, double TailBelow, HistogramMark[] Marks, string? Note)
{
    /// <summary>Values in all, those outside the bins included; null for those in them.</summary>
    public double? All { get; init; }

    /// <summary>True where bins are of unequal width: a bar's area is its share then, not its height.</summary>
    public bool ByArea { get; init; }
}

/// <summary>A value to be found at once.</summary>
internal sealed record HistogramMark(double X, string Name);

/// <summary>Portfolios by risk and return.</summary>
internal sealed record FrontierColumns(
    string RiskName, string ReturnName, string CurveName, ChartPortfolio[] Curve, ChartPortfolio[] Assets, ChartPortfolio[] Chosen, string? Note);

/// <summary>A portfolio by risk and return, fractions per year.</summary>
internal sealed record ChartPortfolio(string Name, double Risk, double Return, string? Note = null);
