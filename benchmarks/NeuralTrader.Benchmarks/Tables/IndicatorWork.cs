using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>An indicator over a million bars, on one core.</summary>
/// <param name="Indicator">Its name in the catalogue.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Reference">The case in R.</param>
internal sealed record IndicatorWork(string Indicator, string Label, string Reference) : TableWork($"indicator {Label}", "1,000,000 bars", Bars, "bars")
{
    private const int Bars = 1_000_000;

    private BarSeries series = null!;

    public override double? MostSeconds => Bars / 150e6;

    public override IReadOnlyList<Rival> Rivals => [new(Reference, "R TTR", Agreement.Within(1e-7), 1)];

    public override void Prepare(Inputs inputs)
    {
        double[] closes = new Draws(11).Prices(Bars);
        inputs.Array("close", closes);
        inputs.Parameters(new { });
        long[] ticks = [.. Enumerable.Range(0, Bars).Select(minute => new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute).Ticks)];
        series = new BarSeries(
            new SeriesKey("WALK", BarInterval.Minute, PriceBasis.TotalReturn), "USD", new Provenance("made by the benchmark", IsSynthetic: true), 1,
            ticks, closes, closes, closes, closes, new double[Bars]);
    }

    public override double[] Ours() => IndicatorCatalog.Calculate(Indicator, series).Outputs[Indicator];
}
