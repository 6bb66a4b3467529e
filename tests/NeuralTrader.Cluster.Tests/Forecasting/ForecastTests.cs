using System.Text.Json;
using NeuralTrader.Abstractions.Forecasting;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Client.Json;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Forecasting;
using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Cluster.Tests.Forecasting;

public sealed class ForecastTests(TradingCluster cluster)
{
    private static readonly double[] Closes = [.. Enumerable.Range(0, 300).Select(t => 100 + (0.2 * t) + (5 * Math.Sin(t)))];

    private NeuralTraderClient Client => new(cluster.Grains);

    [Fact]
    public async Task Stored_closes_are_forecast_and_the_answer_names_its_data_method_and_worth()
    {
        cluster.Bars.Flat("FCA", Closes);
        NeuralForecastRequest request = new("fca", Horizon: 5, Method: ClassicalMethod.Drift, Device: DevicePreference.Cuda);
        NeuralForecastAnswer answer = await Client.NeuralForecastAsync(request);
        Assert.Equal(("FCA", (string?)null, 300, Closes[^1]), (answer.Symbol, answer.ModelId, answer.Bars, answer.LastClose));
        Assert.Equal(MemoryBars.Day(300), answer.Last);
        Assert.Equal(ClassicalMethod.Drift, answer.Forecast.Method);
        double growth = Math.Pow(Closes[^1] / Closes[0], 1.0 / 299); // a line of logs, by hand
        for (int h = 0; h < 5; h++) Assert.Equal(Closes[^1] * Math.Pow(growth, h + 1), answer.Forecast.Steps[h].Value, 1e-6);
        Assert.All(answer.Forecast.Steps, step => Assert.True(step.Lower < step.Value && step.Value < step.Upper));
        Assert.True(answer.Provenance.IsSynthetic);
        Assert.Equal(64, answer.Fingerprint.Length);
        Assert.NotNull(answer.Device.FallbackReason);

        NeuralForecastAnswer earlier = await Client.NeuralForecastAsync(request with { To = MemoryBars.Day(200) });
        Assert.Equal((200, MemoryBars.Day(200), Closes[199]), (earlier.Bars, earlier.Last, earlier.LastClose));
        Assert.NotEqual(answer.Fingerprint, earlier.Fingerprint);
        Assert.Equal(Closes[299], (await Client.NeuralForecastAsync(request with { Lookback = 120 })).LastClose);
    }

    [Fact]
    public async Task Later_bars_change_nothing_in_a_forecast_made_before_them()
    {
        double[] other = [.. Closes];
        for (int i = 250; i < 300; i++) other[i] = 1000 - i;
        cluster.Bars.Flat("FCB", Closes);
        cluster.Bars.Flat("FCC", other);
        NeuralForecastRequest request = new("FCB", Horizon: 7, To: MemoryBars.Day(250));
        SeriesForecast one = (await Client.NeuralForecastAsync(request)).Forecast, two = (await Client.NeuralForecastAsync(request with { Symbol = "FCC" })).Forecast;
        Assert.Equal(one.Steps, two.Steps);
        Assert.Equal(one.Judgement, two.Judgement);
    }

    [Fact]
    public async Task What_cannot_be_forecast_is_refused_by_name()
    {
        cluster.Bars.Flat("FCS", 10, 11, 12);
        cluster.Bars.Flat("FCF", [.. Enumerable.Repeat(5.0, 200)]);
        await Refused(new("NONE"), RefusalKind.NoMarketData, "NONE");
        await Refused(new("FCS"), RefusalKind.InsufficientData, "FCS: 3 values are there");
        await Refused(new("FCF"), RefusalKind.InsufficientData, "FCF: All 200 values are 5");
        await Refused(new("FCF", To: new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc)), RefusalKind.InsufficientData, "no bar at or before 1990-01-01");
        await Refused(new("FCF", ModelId: "m1"), RefusalKind.NotAvailable, "There is no model m1");
        await Invalid(new("FCF", Horizon: 0), "horizon");
        await Invalid(new("FCF", ConfidenceLevel: 1), "confidenceLevel");
        await Invalid(new("FCF", Lookback: 5), "lookback");
        await Invalid(new("FCF", Evaluations: 5), "evaluations");
        await Invalid(new("FCF", Season: 0), "season");

        async Task Refused(NeuralForecastRequest request, RefusalKind kind, string text)
        {
            Refusal refusal = (await Assert.ThrowsAsync<RefusalException>(() => Client.NeuralForecastAsync(request))).Refusal;
            Assert.Equal(kind, refusal.Kind);
            Assert.Contains(text, refusal.Detail, StringComparison.Ordinal);
        }

        async Task Invalid(NeuralForecastRequest request, string field) =>
            Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => Client.NeuralForecastAsync(request))).Field);
    }

    [Fact]
    public async Task Every_kind_of_model_is_listed_and_each_that_is_available_forecasts()
    {
        cluster.Bars.Flat("FCT", Closes[..160]);
        IReadOnlyList<ModelType> types = (await Client.ListModelTypesAsync(new ListModelTypesRequest())).ModelTypes;
        Assert.Equal(["lstm", "gru", "transformer", "tcn", "nbeats", "nhits", "gan"], types.Where(type => type.IsNetwork).Select(type => type.Name));
        Assert.All(types, type => Assert.Equal(type.IsAvailable, type.Reason is null));
        foreach (ModelType type in types.Where(type => type.IsAvailable))
        {
            string json = $$"""{"symbol":"FCT","horizon":3,"method":"{{type.Name}}","season":6,"evaluations":30}"""; // as a caller over HTTP writes it
            NeuralForecastRequest request = JsonSerializer.Deserialize<NeuralForecastRequest>(json, WireJson.Options)!;
            Assert.Equal(type.Name, ModelTypes.NameOf((await Client.NeuralForecastAsync(request)).Forecast.Method));
        }
        Assert.Equal(Enum.GetValues<ClassicalMethod>().Length, types.Count(type => type.IsAvailable));
    }
}
