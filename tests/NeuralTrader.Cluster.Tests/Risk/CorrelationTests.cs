using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Cluster.Tests.Risk;

public sealed class CorrelationTests(TradingCluster cluster)
{
    private NeuralTraderClient Client => new(cluster.Grains);

    [Fact] // numpy.corrcoef and scipy.stats.pearsonr of the four returns between the five common days
    public async Task Stored_prices_are_compared_over_their_common_days()
    {
        cluster.Bars.Flat("CORA", 100, 102, 101, 104, 103, 106);
        Put("CORB", (1, 50), (2, 51), (3, 50.5), (4, 52.5), (6, 52)); // the fifth day is missing
        CorrelationAnalysisAnswer answer = await Client.CorrelationAnalysisAsync(new CorrelationAnalysisRequest(["cora", "CORB"], RollingWindow: 3));
        CorrelationReport report = answer.Report;
        Assert.Equal(["CORA", "CORB"], report.Names);
        Assert.Equal((4, MemoryBars.Day(2), MemoryBars.Day(6)), (report.Observations, report.From, report.To));
        Assert.Equal(0.7228273552357521, report.Correlations![0][1], tolerance: 1e-12);
        Assert.Equal(0.27717264476424774, report.PValues![1][0], tolerance: 1e-12);
        Assert.Equal(report.Correlations[0][1], report.Average, tolerance: 1e-14);
        Assert.Equal((1 + report.Average) / 2, report.FirstFactorShare, tolerance: 1e-12);
        Assert.Equal(1 - report.Average, report.SmallestEigenvalue!.Value, tolerance: 1e-12);
        Assert.Equal([true, true, false, false], Assert.Single(report.Rolling!).Correlations.Select(double.IsNaN));
        Assert.Equal("cpu", answer.Device.Name);
        Assert.All(answer.Provenance, source => Assert.True(source.IsSynthetic));
    }

    [Fact]
    public async Task A_window_that_one_instrument_cuts_short_is_warned_of()
    {
        cluster.Bars.Flat("CUTA", [.. Enumerable.Range(0, 100).Select(i => 100.0 + (i % 3))]);
        cluster.Bars.Flat("CUTB", [.. Enumerable.Range(0, 30).Select(i => 100.0 + (i % 4))]);
        IReadOnlyList<string> notes = (await Client.CorrelationAnalysisAsync(new CorrelationAnalysisRequest(["CUTA", "CUTB"]))).Report.Notes;
        Assert.Contains("CUTB ends 2024-01-30 and limits the window; others go on to 2024-04-09.", notes);
        Assert.Contains("29 common returns of 2 instruments are few: the figures are little more than chance.", notes);
        OptimizePortfolioAnswer best = await Client.OptimizePortfolioAsync(new OptimizePortfolioRequest(["CUTA", "CUTB"], To: MemoryBars.Day(30)));
        Assert.Contains("29 common returns", string.Join(' ', best.Portfolio.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_matrix_is_read_part_after_part()
    {
        cluster.Bars.Flat("CORX", 10, 11, 10, 12, 13);
        cluster.Bars.Flat("CORY", 10, 12, 10, 13, 12);
        CorrelationAnalysisRequest request = new(["CORX", "CORY"]);
        List<CorrelationRows> parts = [];
        await foreach (CorrelationRows part in Client.ReadCorrelationsAsync(request)) parts.Add(part);
        CorrelationRows all = Assert.Single(parts); // two series fit into one message
        double[][] shown = (await Client.CorrelationAnalysisAsync(request)).Report.Correlations!;
        Assert.Equal(["CORX", "CORY"], all.Names);
        Assert.Equal(0, all.First);
        Assert.Equal(shown[0][1], all.Rows[1][0], tolerance: 1e-14);
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(
            async () => await Client.ReadCorrelationsAsync(request with { Symbols = ["CORX", "NONE"] }).FirstAsync());
        Assert.Equal(RefusalKind.NoMarketData, refused.Refusal.Kind);
    }

    [Fact]
    public async Task New_data_are_another_question()
    {
        cluster.Bars.Flat("CORC", 10, 11, 10, 12, 13);
        cluster.Bars.Flat("CORD", 10, 12, 10, 13, 12);
        CorrelationAnalysisRequest request = new(["CORC", "CORD"]);
        CorrelationAnalysisAnswer first = await Client.CorrelationAnalysisAsync(request), again = await Client.CorrelationAnalysisAsync(request);
        Assert.Equal(first.Report.Average, again.Report.Average);
        CorrelationAnalysisAnswer shorter = await Client.CorrelationAnalysisAsync(request with { To = MemoryBars.Day(4) });
        Assert.NotEqual(first.Report.Average, shorter.Report.Average);
        Assert.Equal(3, shorter.Report.Observations);
    }

    [Theory]
    [InlineData(CorrelationMethod.Spearman, true)]
    [InlineData(CorrelationMethod.Ewma, false)]
    [InlineData(CorrelationMethod.Shrinkage, false)]
    public async Task Series_may_be_brought_along(CorrelationMethod method, bool hasPValues)
    {
        CorrelationAnalysisAnswer answer = await Client.CorrelationAnalysisAsync(new CorrelationAnalysisRequest(Series:
            [new("a", [.01, -.02, .015, .003, -.007]), new("b", [.008, -.015, .02, -.001, -.004]), new("c", [-.005, .01, .002, .003, .006])], Method: method, Window: 4));
        Assert.Equal((4, hasPValues), (answer.Report.Observations, answer.Report.PValues is not null));
        Assert.Equal(3, answer.Report.Order!.Count);
        Assert.Equal(method == CorrelationMethod.Shrinkage, answer.Report.Shrinkage is not null);
        Assert.Equal(hasPValues, double.IsFinite(answer.Report.Highest[0].PValue));
        Assert.Null(answer.Report.From);
    }

    [Fact]
    public async Task More_series_than_observations_are_said_to_have_no_inverse()
    {
        CorrelationReport report = (await Client.CorrelationAnalysisAsync(new CorrelationAnalysisRequest(Series:
            [new("a", [1, 2, 4]), new("b", [2, 1, 3]), new("c", [5, 1, 2]), new("flat", [.1, .1, .1])]))).Report;
        Assert.True(report.IsSingular);
        Assert.Contains(report.Notes, note => note.StartsWith("3 observations of 4 series", StringComparison.Ordinal));
        Assert.Equal("flat", Assert.Single(report.Undefined).Name);
        Assert.True(double.IsNaN(report.Correlations![3][0]));
        Assert.Equal("flat", report.Order![^1]);
    }

    [Theory]
    [InlineData(CorrelationMethod.Pearson)]
    [InlineData(CorrelationMethod.Ewma)]
    public async Task Series_whose_squares_vanish_count_as_not_varying(CorrelationMethod method)
    {
        CorrelationReport report = (await Client.CorrelationAnalysisAsync(new CorrelationAnalysisRequest(Series:
            [new("a", [1, 2, 4]), new("tiny", [1e-200, 2e-200, -1e-200]), new("c", [5, 1, 2])], Method: method, RollingWindow: 3))).Report;
        Assert.Equal("tiny", Assert.Single(report.Undefined).Name);
        Assert.True(double.IsNaN(report.Correlations![1][0]));
        Assert.True(double.IsFinite(report.SmallestEigenvalue!.Value));
        Assert.True(double.IsNaN(report.Rolling![0].Correlations[2]));
    }

    [Fact]
    public async Task Too_few_common_days_are_refused_with_their_number()
    {
        cluster.Bars.Flat("CORE", 1, 2, 3, 4, 5);
        Put("CORF", (4, 1), (5, 2), (9, 3));
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => Client.CorrelationAnalysisAsync(new CorrelationAnalysisRequest(["CORE", "CORF"])));
        Assert.Equal(RefusalKind.InsufficientData, refused.Refusal.Kind);
        Assert.StartsWith("1 returns are common to all 2 instruments", refused.Refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instrument_without_prices_is_named()
    {
        cluster.Bars.Flat("CORG", 1, 2, 3, 4, 5);
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => Client.CorrelationAnalysisAsync(new CorrelationAnalysisRequest(["CORG", "NOWHERE"])));
        Assert.Equal((RefusalKind.NoMarketData, true), (refused.Refusal.Kind, refused.Refusal.Detail.Contains("NOWHERE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Malformed_requests_are_refused_by_the_member_at_fault()
    {
        await Refused("symbols", new CorrelationAnalysisRequest());
        await Refused("symbols", new CorrelationAnalysisRequest(["A", "B"], [new("a", [1, 2, 3]), new("b", [1, 2, 3])]));
        await Refused("symbols", new CorrelationAnalysisRequest(["A"]));
        await Refused("symbols", new CorrelationAnalysisRequest(["A", "a"]));
        await Refused("window", new CorrelationAnalysisRequest(["A", "B"], Window: 2));
        await Refused("decay", new CorrelationAnalysisRequest(["A", "B"], Decay: 1));
        await Refused("series[1].returns", new CorrelationAnalysisRequest(Series: [new("a", [1, 2, 3]), new("b", [1, 2])]));
        await Refused("returns[b][1]", new CorrelationAnalysisRequest(Series: [new("a", [1, 2, 3]), new("b", [1, double.NaN, 3])]));
        await Refused("series[0]", new CorrelationAnalysisRequest(Series: [null!, null!]));
        await Refused("series[1].name", new CorrelationAnalysisRequest(Series: [new("a", [1, 2, 3]), new(null!, [1, 2, 3])]));
        await Refused("series[1].returns", new CorrelationAnalysisRequest(Series: [new("a", [1, 2, 3]), new("b", null!)]));
        await Refused("symbols[1]", new CorrelationAnalysisRequest(["A", null!]));
        await Refused("returns[b][2]", new CorrelationAnalysisRequest(Series: [new("a", [1, 2, 3]), new("b", [1, 2, 1e308])]));
        await Refused("observations", new CorrelationAnalysisRequest(Series: [new("a", [1, 2]), new("b", [1, 2])]));
        await Refused("rollingWindow", new CorrelationAnalysisRequest(Series: [new("a", [1, 2, 3]), new("b", [1, 2, 4])], RollingWindow: 4));
        await Refused("pairs", new CorrelationAnalysisRequest(Series: [new("a", [1, 2, 3]), new("b", [1, 2, 4])], Pairs: 0));
    }

    [Fact]
    public async Task Warping_distances_come_with_their_path()
    {
        DtwDistanceAnswer answer = await Client.DtwDistanceAsync(
            new DtwDistanceRequest(new(Values: [1, 2, 3]), new(Values: [1, 2, 2, 4]), LocalCost.Absolute, Scaling: SeriesScaling.None, Path: true, Device: DevicePreference.Cuda));
        Assert.Equal((1, 3, 4), (answer.Distance, answer.FirstLength, answer.SecondLength)); // by hand
        Assert.Equal([new(0, 0), new(1, 1), new(1, 2), new(2, 3)], answer.Path!);
        Assert.NotNull(answer.Device.FallbackReason);
    }

    [Fact]
    public async Task The_past_is_searched_for_the_nearest_stretches()
    {
        cluster.Bars.Flat("WARP", 5, 5, 5, 1, 2, 3, 9, 2, 4, 6); // the last three are the first rise at another scale
        DtwBatchAnswer answer = await Client.DtwBatchAsync(new DtwBatchRequest(
            new(Symbol: "WARP", Last: 3), Candidates: [new(Values: [3, 2, 1])], History: new(Symbol: "WARP", To: MemoryBars.Day(7)), Nearest: 2));
        Assert.Equal((5, 1), (answer.Compared, answer.LeftOut)); // four stretches that vary and one candidate
        Assert.Equal((null, 3, "WARP", MemoryBars.Day(4), MemoryBars.Day(6)), (answer.Matches[0].Candidate, answer.Matches[0].Start, answer.Matches[0].Name, answer.Matches[0].From, answer.Matches[0].To));
        Assert.Equal(0, answer.Matches[0].Distance, tolerance: 1e-12);
        Assert.Equal(2, answer.Matches.Count);
    }

    [Fact]
    public async Task What_cannot_be_warped_is_refused_by_name()
    {
        await RefusedWarp("first", new DtwDistanceRequest(new(), new(Values: [1, 2])));
        await RefusedWarp("second", new DtwDistanceRequest(new(Values: [1, 2]), new(Symbol: "A", Values: [1])));
        await RefusedWarp("second", new DtwDistanceRequest(new(Values: [1, 2]), new(Values: [7, 7, 7])));
        await RefusedWarp("first.values[1]", new DtwDistanceRequest(new(Values: [1, double.NaN]), new(Values: [7, 8])));
        await RefusedWarp("band", new DtwDistanceRequest(new(Values: [1, 2]), new(Values: [1, 2, 3, 4]), Band: 1));
        Assert.Equal("candidates", (await Assert.ThrowsAsync<InvalidInputException>(() => Client.DtwBatchAsync(new DtwBatchRequest(new(Values: [1, 2]))))).Field);
        Assert.Equal("candidates[0]", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Client.DtwBatchAsync(new DtwBatchRequest(new(Values: [1, 2]), [null!])))).Field);
        Assert.Equal("candidates[1].values[0]", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Client.DtwBatchAsync(new DtwBatchRequest(new(Values: [1, 2]), [new(Values: [1, 2]), new(Values: [1e308, 2])])))).Field);
        Assert.Equal("query", (await Assert.ThrowsAsync<InvalidInputException>(() => Client.DtwBatchAsync(new DtwBatchRequest(null!, [new(Values: [1])])))).Field);
        Assert.Equal("history", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Client.DtwBatchAsync(new DtwBatchRequest(new(Values: [1, 2]), History: new(Values: [1]))))).Field);
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(() => Client.DtwDistanceAsync(new DtwDistanceRequest(new(Symbol: "NOWHERE"), new(Values: [1, 2]))));
        Assert.Equal(RefusalKind.NoMarketData, refused.Refusal.Kind);
    }

    private async Task Refused(string field, CorrelationAnalysisRequest request) =>
        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => Client.CorrelationAnalysisAsync(request))).Field);

    private async Task RefusedWarp(string field, DtwDistanceRequest request) =>
        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => Client.DtwDistanceAsync(request))).Field);

    private void Put(string symbol, params (int Day, double Close)[] bars) =>
        cluster.Bars.Put(symbol, bars.Select(bar => new Bar(MemoryBars.Day(bar.Day), bar.Close, bar.Close, bar.Close, bar.Close, 1)));
}
