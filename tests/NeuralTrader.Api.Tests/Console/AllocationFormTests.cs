using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Api.Console;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Api.Tests.Console;

/// <summary>Percentages of the form are fractions of the request.</summary>
public sealed class AllocationFormTests
{
    [Fact]
    public void Limits_are_read_as_fractions()
    {
        AllocationConstraints read = Read("minWeight=-10&maxWeight=40&minInvested=90&maxInvested=100&grossLimit=160&turnoverLimit=50").Constraints!;
        Assert.Equal(new AllocationConstraints(-0.1, 0.4, MinInvested: 0.9, MaxInvested: 1, GrossLimit: 1.6, TurnoverLimit: 0.5), read);
    }

    [Fact]
    public void Single_assets_and_groups_have_their_own_limits()
    {
        AllocationConstraints read = Read("ranges=AAPL 5 to 20%0ABRK.B -5%25 – 12.5%25%0ATech stocks = AAPL, MSFT 0 to 40%0AGLD + TLT 10 to 30").Constraints!;
        Assert.Equal(new Dictionary<string, WeightRange> { ["AAPL"] = new(0.05, 0.2), ["BRK.B"] = new(-0.05, 0.125) }, read.Assets);
        Assert.Equal([("Tech stocks", "AAPL MSFT", 0, 0.4), ("GLD + TLT", "GLD TLT", 0.1, 0.3)],
            read.Groups!.Select(one => (one.Name, string.Join(' ', one.Symbols), one.Min!.Value, one.Max!.Value)));
    }

    [Theory, InlineData("AAPL"), InlineData("5 to 20"), InlineData("AAPL 5"), InlineData("AAPL five to ten"), InlineData("Tech = 5 to 20")]
    public void A_line_that_cannot_be_read_is_quoted(string line)
    {
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => Read($"ranges={Uri.EscapeDataString(line)}"));
        Assert.Equal(("ranges", line), (refused.Field, refused.Value));
    }

    [Theory, InlineData("MinVariance", null), InlineData("TargetReturn", 0.08), InlineData("MinShortfall", 0.08)]
    public void A_target_goes_with_the_objectives_that_have_one(string objective, double? target) =>
        Assert.Equal(target, Read($"objective={objective}&target=8").Target);

    [Fact]
    public void Market_and_views_are_read_as_they_are_written()
    {
        MarketViews read = Read($"market={Uri.EscapeDataString("AAPL=60%\nMSFT 40%")}&views={Uri.EscapeDataString("AAPL - MSFT = 2% ± 1%\nAAPL = 8%")}").BlackLitterman!;
        Assert.Equal(new Dictionary<string, double> { ["AAPL"] = 0.6, ["MSFT"] = 0.4 }, read.MarketWeights);
        Assert.Equal([0.02, 0.08], read.Views!.Select(view => view.Return));
        Assert.Equal([1e-4, null], read.Views!.Select(view => view.Variance is { } variance ? Math.Round(variance, 12) : (double?)null));
        Assert.Null(Read("objective=MinVariance").BlackLitterman);
    }

    [Theory, InlineData("views=AAPL = 8%", "market"), InlineData("market=AAPL is all", "market"), InlineData("market=AAPL=1&views=AAPL rises", "views")]
    public void Views_that_cannot_be_read_name_their_field(string query, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() => Read(query.Replace("%", "%25", StringComparison.Ordinal))).Field);

    private static OptimizePortfolioRequest Read(string query) =>
        AllocationForm.Read(FormFields.OfAddress(new DefaultHttpContext { Request = { QueryString = new QueryString($"?ask=1&symbols=AAPL,MSFT&{query}") } }));
}
