using System.Diagnostics;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Benchmarks;

/// <summary>The embedded store on the disk below the temporary folder.</summary>
internal sealed class StorageCases(bool isQuick)
{
    private const int YearsOfDays = 5040;

    public async IAsyncEnumerable<Figure> Run()
    {
        int symbols = isQuick ? 100 : 1_000;
        string folder = Directory.CreateTempSubdirectory("nt-bench").FullName;
        try
        {
            using BarStore store = BarStore.OnSqlite(Path.Combine(folder, "markets.db"));
            long bars = 0;
            long start = Stopwatch.GetTimestamp();
            foreach (int i in Enumerable.Range(0, symbols))
            {
                BarSeries series = SyntheticFeed.Bars(1, $"S{i}", new DateTime(2000, 1, 3, 0, 0, 0, DateTimeKind.Utc), YearsOfDays, BarInterval.Day);
                await store.Upsert([series]);
                bars += series.Count;
            }
            double writing = Stopwatch.GetElapsedTime(start).TotalSeconds;
            yield return new Figure($"bar store: write 20 years × {symbols:N0} symbols, made up on the way", bars / writing / 1e6, "M bars/s", Note: $"{writing:0.00} s, every series durable");

            start = Stopwatch.GetTimestamp();
            long loaded = 0;
            foreach (SeriesInfo series in await store.List())
                loaded += (await store.Load(series.Key))!.Count;
            double reading = Stopwatch.GetElapsedTime(start).TotalSeconds;
            yield return new Figure($"bar store: load 20 years × {symbols:N0} symbols", reading, "s", "≤ 5", reading <= 5, Note: $"{loaded:N0} bars, {loaded / reading / 1e6:0.0} M bars/s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
