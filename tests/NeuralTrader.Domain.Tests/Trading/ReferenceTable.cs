using System.Globalization;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Trading;

/// <summary>A table of Trading/Reference, where its README says who made the numbers.</summary>
internal static class ReferenceTable
{
    public static readonly BarSeries Bars = ReadBars();

    /// <summary>One column, NaN where the cell is empty.</summary>
    public static double[] Column(string file, string name)
    {
        string[][] rows = Rows(file);
        int column = Array.IndexOf(rows[0], name);
        return [.. rows.Skip(1).Select(row => row[column].Length == 0 ? double.NaN : Number(row[column]))];
    }

    private static BarSeries ReadBars() => BarSeries.FromBars(
        new SeriesKey("^GSPC", BarInterval.Day, PriceBasis.Raw), "PTS", new Provenance("vega-datasets 3.2.1", IsSynthetic: false, "BSD-3-Clause"),
        [.. Rows("bars").Skip(1).Select(row => new Bar(
            DateTime.Parse(row[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4]), Number(row[5])))]);

    private static string[][] Rows(string file)
    {
        using StreamReader reader = new(typeof(ReferenceTable).Assembly.GetManifestResourceStream($"Reference/{file}.csv")!);
        return [.. reader.ReadToEnd().TrimEnd('\n').Split('\n').Select(line => line.Split(','))];
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
