using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Compute.Trading;

/// <summary>One indicator for one period, made bar after bar in pieces: the very numbers that the strategies of the catalogue see.</summary>
/// <param name="series">The bars.</param>
internal abstract class IndicatorColumn(BarSeries series)
{
    /// <summary>The bars.</summary>
    protected BarSeries Series { get; } = series;

    /// <summary>A column at its first bar.</summary>
    /// <param name="kind">Which indicator.</param>
    /// <param name="period">Its bars.</param>
    /// <param name="series">The bars.</param>
    /// <param name="periodsPerYear">Bars per year, for annual volatilities.</param>
    public static IndicatorColumn Create(ColumnKind kind, int period, BarSeries series, double periodsPerYear) => kind switch
    {
        ColumnKind.Sma => new SmaColumn(series, period),
        ColumnKind.Ema => new EmaColumn(series, period),
        ColumnKind.Rsi => new RsiColumn(series, period),
        ColumnKind.Score or ColumnKind.Mean or ColumnKind.Deviation => new MomentsColumn(series, period, kind),
        ColumnKind.HighestBefore => new HighestColumn(series, period),
        ColumnKind.LowestBefore => new LowestColumn(series, period),
        ColumnKind.Lagged => new LaggedColumn(series, period),
        ColumnKind.Volatility => new VolatilityColumn(series, period, periodsPerYear),
        ColumnKind.AverageRange => new RangeColumn(series, period),
    };

    /// <summary>Writes the next bars' values, NaN where the indicator is not warm.</summary>
    /// <param name="from">The bar after the last one written.</param>
    /// <param name="values">Out, one for each bar from there on.</param>
    public abstract void Fill(int from, Span<double> values);

    private sealed class EmaColumn(BarSeries series, int period) : IndicatorColumn(series)
    {
        private SeededAverage average = SeededAverage.Exponential(period);

        public override void Fill(int from, Span<double> values)
        {
            ReadOnlySpan<double> closes = Series.Close.Slice(from, values.Length);
            for (int i = 0; i < values.Length; i++) values[i] = average.Update(closes[i]);
        }
    }

    private sealed class RsiColumn(BarSeries series, int period) : IndicatorColumn(series)
    {
        private readonly Rsi rsi = new(period);

        public override void Fill(int from, Span<double> values)
        {
            ReadOnlySpan<double> closes = Series.Close.Slice(from, values.Length);
            for (int i = 0; i < values.Length; i++) values[i] = rsi.Update(closes[i]);
        }
    }

    private sealed class MomentsColumn(BarSeries series, int period, ColumnKind kind) : IndicatorColumn(series)
    {
        private RollingMoments moments = new(period);

        public override void Fill(int from, Span<double> values)
        {
            ReadOnlySpan<double> closes = Series.Close.Slice(from, values.Length);
            for (int i = 0; i < values.Length; i++)
            {
                (double mean, double variance) = moments.Update(closes[i]);
                values[i] = kind == ColumnKind.Mean ? mean
                    : kind == ColumnKind.Deviation ? Math.Sqrt(variance)
                    : variance > 0 ? (closes[i] - mean) / Math.Sqrt(variance) : double.NaN;
            }
        }
    }

    private sealed class HighestColumn(BarSeries series, int period) : IndicatorColumn(series)
    {
        private RollingMax highs = new(period);
        private double before = double.NaN;

        public override void Fill(int from, Span<double> values)
        {
            ReadOnlySpan<double> highest = Series.High.Slice(from, values.Length);
            for (int i = 0; i < values.Length; i++) (values[i], before) = (before, highs.Update(highest[i]));
        }
    }

    private sealed class LowestColumn(BarSeries series, int period) : IndicatorColumn(series)
    {
        private RollingMax lowsNegated = new(period);
        private double before = double.NaN;

        public override void Fill(int from, Span<double> values)
        {
            ReadOnlySpan<double> lowest = Series.Low.Slice(from, values.Length);
            for (int i = 0; i < values.Length; i++) (values[i], before) = (before, -lowsNegated.Update(-lowest[i]));
        }
    }

    private sealed class LaggedColumn(BarSeries series, int period) : IndicatorColumn(series)
    {
        public override void Fill(int from, Span<double> values)
        {
            int missing = Math.Clamp(period - from, 0, values.Length);
            values[..missing].Fill(double.NaN);
            if (missing < values.Length) Series.Close.Slice(from + missing - period, values.Length - missing).CopyTo(values[missing..]);
        }
    }

    private sealed class VolatilityColumn(BarSeries series, int period, double periodsPerYear) : IndicatorColumn(series)
    {
        private RealisedVolatility volatility = new(period, periodsPerYear);

        public override void Fill(int from, Span<double> values)
        {
            ReadOnlySpan<double> closes = Series.Close.Slice(from, values.Length);
            for (int i = 0; i < values.Length; i++) values[i] = volatility.Update(closes[i]);
        }
    }

    private sealed class RangeColumn(BarSeries series, int period) : IndicatorColumn(series)
    {
        private readonly Atr range = new(period);

        public override void Fill(int from, Span<double> values)
        {
            ReadOnlySpan<double> highs = Series.High[from..], lows = Series.Low[from..], closes = Series.Close[from..];
            for (int i = 0; i < values.Length; i++) values[i] = range.Update(highs[i], lows[i], closes[i]);
        }
    }
}
