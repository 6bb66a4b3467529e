using System.Runtime.CompilerServices;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>The guards of the indicators: periods, and columns of one length that hold finite numbers.</summary>
internal static class Columns
{
    /// <summary>The longest period: its rings take a few megabytes.</summary>
    public const int LongestPeriod = 100_000;

    public static int Period(int period, [CallerArgumentExpression(nameof(period))] string field = "") =>
        Require.Between(period, 1, LongestPeriod, field);

    public static double Multiplier(double multiplier, [CallerArgumentExpression(nameof(multiplier))] string field = "") =>
        Require.Between(multiplier, 0, 1_000, field);

    /// <summary>Columns to read: all finite, all of one length.</summary>
    public static void Input(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close)
    {
        Require.SameLength(high.Length, close.Length, nameof(high));
        Require.SameLength(low.Length, close.Length, nameof(low));
        Require.FiniteSample(high, 0, nameof(high));
        Require.FiniteSample(low, 0, nameof(low));
        Require.FiniteSample(close, 0, nameof(close));
    }

    /// <summary>Columns to read: all finite, all of one length.</summary>
    public static void Input(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume)
    {
        Input(high, low, close);
        Volume(volume, close.Length);
    }

    /// <summary>A column of finite volumes of a given length.</summary>
    public static void Volume(ReadOnlySpan<double> volume, int length)
    {
        Require.SameLength(volume.Length, length, nameof(volume));
        Require.FiniteSample(volume, 0, nameof(volume));
    }

    /// <summary>Three columns to write, as long as the columns read.</summary>
    public static void Output(int length, Span<double> upper, Span<double> middle, Span<double> lower)
    {
        Require.SameLength(upper.Length, length, nameof(upper));
        Require.SameLength(middle.Length, length, nameof(middle));
        Require.SameLength(lower.Length, length, nameof(lower));
    }
}
