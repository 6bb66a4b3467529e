using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>Bars that become visible as a test moves its clock.</summary>
internal sealed class TestMarket : IQuoteBoard
{
    private readonly Dictionary<string, (List<Bar> Bars, List<CorporateAction> Actions, BarInterval Interval, string Currency)> series = [];
    private DateTime until = DateTime.MaxValue;

    public long Version { get; private set; }

    public static DateTime Day(int day) => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day - 1); // 1 January 2024 is a Monday

    public TestMarket Add(string symbol, DateTime time, double open, double high, double low, double close, double volume = 0)
    {
        Of(symbol).Bars.Add(new Bar(time, open, high, low, close, volume));
        Version++;
        return this;
    }

    public TestMarket Flat(string symbol, int day, double price, double volume = 0) => Add(symbol, Day(day), price, price, price, price, volume);

    public TestMarket Action(string symbol, int day, double split = 1, double dividend = 0)
    {
        Of(symbol).Actions.Add(new CorporateAction(Day(day), split, dividend));
        return this;
    }

    public TestMarket Make(string symbol, BarInterval interval, string currency = "USD")
    {
        series[symbol] = ([], [], interval, currency);
        return this;
    }

    public TestMarket Until(DateTime time)
    {
        until = time;
        Version++;
        return this;
    }

    public Quote? Find(string symbol)
    {
        if (!series.TryGetValue(symbol, out var known) || known.Bars.FindLastIndex(bar => bar.Time <= until) is var last && last < 0) return null;
        Bar newest = known.Bars[last];
        int before = known.Bars.FindLastIndex(last, bar => bar.Time.Date < newest.Time.Date);
        double split = known.Actions.Where(action => action.ExDate == newest.Time.Date).Aggregate(1.0, (ratio, action) => ratio * action.SplitRatio);
        return new Quote(
            symbol, known.Currency, (decimal)newest.Close, before < 0 ? null : (decimal)(known.Bars[before].Close / split), (decimal)newest.Volume, newest.Time,
            known.Interval, new Provenance("test", true));
    }

    public IEnumerable<Bar> BarsAfter(string symbol, DateTime time) =>
        series.TryGetValue(symbol, out var known) ? known.Bars.Where(bar => bar.Time > time && bar.Time <= until) : [];

    public IEnumerable<CorporateAction> ActionsBetween(string symbol, DateTime after, DateTime through) =>
        series.TryGetValue(symbol, out var known) ? known.Actions.Where(action => action.ExDate > after && action.ExDate <= through) : [];

    private (List<Bar> Bars, List<CorporateAction> Actions, BarInterval Interval, string Currency) Of(string symbol)
    {
        if (!series.ContainsKey(symbol)) Make(symbol, BarInterval.Day);
        return series[symbol];
    }
}
