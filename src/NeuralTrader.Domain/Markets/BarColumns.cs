using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NeuralTrader.Domain.Markets;

/// <summary>Growing columns of accepted rows, before they are a series.</summary>
internal sealed class BarColumns(int capacity)
{
    private readonly List<long> ticks = new(capacity);
    private readonly List<int> lines = new(capacity);
    private readonly List<double>[] values = [new(capacity), new(capacity), new(capacity), new(capacity), new(capacity), new()];

    public int Count => ticks.Count;

    public bool HasAdjustedClose => values[5].Count > 0;

    public ReadOnlySpan<long> Ticks => CollectionsMarshal.AsSpan(ticks);

    public ReadOnlySpan<int> Lines => CollectionsMarshal.AsSpan(lines);

    public ReadOnlySpan<double> AdjustedClose => CollectionsMarshal.AsSpan(values[5]);

    public void Add(long line, long time, in Bar bar, double adjustedClose)
    {
        ticks.Add(time);
        lines.Add((int)Math.Min(line, int.MaxValue));
        values[0].Add(bar.Open);
        values[1].Add(bar.High);
        values[2].Add(bar.Low);
        values[3].Add(bar.Close);
        values[4].Add(bar.Volume + 0.0); // −0 becomes 0
        if (!double.IsNaN(adjustedClose)) values[5].Add(adjustedClose);
    }

    /// <summary>Puts the rows in time order and leaves out second rows for one time.</summary>
    public void Order(IssueLog issues)
    {
        ReadOnlySpan<long> time = Ticks;
        int rising = 1, falling = 1;
        while (rising < time.Length && time[rising] > time[rising - 1]) rising++;
        if (rising >= time.Length) return;
        while (falling < time.Length && time[falling] < time[falling - 1]) falling++;
        if (falling == time.Length) issues.Warning(0, "date", null, "the rows come newest first; put in time order");
        else WarnOfDisorder(issues);
        long[] key = [.. ticks];
        int[] order = [.. Enumerable.Range(0, key.Length).OrderBy(i => key[i])]; // stable: the first of two rows stays first
        List<int> kept = new(order.Length);
        foreach (int i in order)
        {
            if (kept.Count == 0 || key[kept[^1]] != key[i]) kept.Add(i);
            else issues.Error(lines[i], "date", Encoding.ASCII.GetBytes(Stamp(key[i])), $"a second row for this time; line {lines[kept[^1]]} is kept");
        }
        Permute(ticks, kept);
        Permute(lines, kept);
        foreach (List<double> column in values.Where(column => column.Count > 0)) Permute(column, kept);
    }

    /// <summary>The interval that the smallest step between two rows stands for.</summary>
    public BarInterval SmallestStep()
    {
        ReadOnlySpan<long> time = Ticks;
        long step = long.MaxValue;
        for (int i = 1; i < time.Length; i++) step = Math.Min(step, time[i] - time[i - 1]);
        if (time.Length == 1) return time[0] % TimeSpan.TicksPerDay == 0 ? BarInterval.Day : BarInterval.Minute;
        return new TimeSpan(step) switch
        {
            { TotalMinutes: < 5 } => BarInterval.Minute,
            { TotalMinutes: < 15 } => BarInterval.FiveMinutes,
            { TotalMinutes: < 60 } => BarInterval.FifteenMinutes,
            { TotalHours: < 20 } => BarInterval.Hour,
            { TotalDays: < 5 } => BarInterval.Day,
            { TotalDays: < 27 } => BarInterval.Week,
            _ => BarInterval.Month,
        };
    }

    public BarSeries ToSeries(SeriesKey key, string currency, Provenance provenance) =>
        new(key, currency, provenance, 1, [.. ticks], [.. values[0]], [.. values[1]], [.. values[2]], [.. values[3]], [.. values[4]]);

    private static void Permute<T>(List<T> column, List<int> order)
    {
        T[] source = [.. column];
        column.Clear();
        foreach (int i in order) column.Add(source[i]);
    }

    private static string Stamp(long time) =>
        new DateTime(time).ToString(time % TimeSpan.TicksPerDay == 0 ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private void WarnOfDisorder(IssueLog issues)
    {
        long latest = long.MinValue;
        for (int i = 0; i < Count; i++)
        {
            if (ticks[i] < latest) issues.Warning(lines[i], "date", Stamp(ticks[i]), "earlier than a row above it; put in time order");
            latest = Math.Max(latest, ticks[i]);
        }
    }
}
