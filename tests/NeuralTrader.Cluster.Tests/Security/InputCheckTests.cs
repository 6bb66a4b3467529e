using NeuralTrader.Abstractions.Security.Checks;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Security;
using NeuralTrader.Domain.Security.Sanitizing;
using NeuralTrader.Domain.Security.Threats;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class InputCheckTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Threats_are_told_by_kind_with_the_advice_that_this_is_no_defence()
    {
        SecurityThreats threats = await cluster.Client.CheckSecurityThreatsAsync(new CheckSecurityThreatsRequest("1 OR 1=1-- <script>"), cancel);
        Assert.Equal([ThreatKind.SqlInjection, ThreatKind.CrossSiteScripting], threats.Kinds);
        Assert.Contains("parameters", threats.Advice, StringComparison.Ordinal);
        Assert.True((await cluster.Client.CheckSecurityThreatsAsync(new CheckSecurityThreatsRequest("O'Brien"), cancel)).IsClean);
        await Assert.ThrowsAsync<InvalidInputException>(() => cluster.Client.CheckSecurityThreatsAsync(new CheckSecurityThreatsRequest(new string('a', 100_001)), cancel));
    }

    [Fact]
    public async Task A_text_for_sql_is_refused()
    {
        Assert.Equal("'=1", (await cluster.Client.SanitizeInputAsync(new SanitizeInputRequest("=1", SanitizeContext.CsvCell), cancel)).Text);
        RefusalException refused = await Assert.ThrowsAsync<RefusalException>(
            () => cluster.Client.SanitizeInputAsync(new SanitizeInputRequest("O'Brien", SanitizeContext.SqlLiteral), cancel));
        Assert.Equal(RefusalKind.UnsafeContext, refused.Refusal.Kind);
    }

    [Fact]
    public async Task A_key_is_never_given_back()
    {
        string key = ApiKeyFormat.Make(new byte[ApiKeyFormat.RandomBytes]), typo = key[..^1] + "x";
        Assert.Equal(key[..12], (await cluster.Client.ValidateApiKeyFormatAsync(new ValidateApiKeyFormatRequest(key), cancel)).KeyId);
        ApiKeyFormatValidity wrong = await cluster.Client.ValidateApiKeyFormatAsync(new ValidateApiKeyFormatRequest(typo), cancel);
        Assert.Equal((false, ApiKeyRule.Checksum, null), (wrong.IsValid, wrong.Rule, wrong.KeyId));
        Assert.DoesNotContain(typo[12..], wrong.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(typo, new ValidateApiKeyFormatRequest(typo).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_hears_all_its_faults_at_once()
    {
        TradingParamsValidity wrong = await cluster.Client.ValidateTradingParamsAsync(new ValidateTradingParamsRequest("no symbol", "hold", -1, "iceberg", TimeInForce: "1"), cancel);
        Assert.Equal(["action", "orderType", "timeInForce", "quantity", "symbol"], wrong.Faults.Select(fault => fault.Field));
        Assert.Equal(["hold", "iceberg", "1"], wrong.Faults.Take(3).Select(fault => fault.Value));
        Assert.NotEmpty(wrong.NotChecked);
        TradingParamsValidity right = await cluster.Client.ValidateTradingParamsAsync(new ValidateTradingParamsRequest("spy", "buy", 1, "stop_limit", 10, 11, "gtc"), cancel);
        Assert.Equal((true, "SPY"), (right.IsValid, right.Symbol));
    }

    [Fact]
    public async Task An_address_says_which_rule_it_breaks()
    {
        EmailFormat wrong = await cluster.Client.ValidateEmailFormatAsync(new ValidateEmailFormatRequest("a..b@example.com"), cancel);
        Assert.Equal((false, 2), (wrong.IsValid, wrong.Position));
        Assert.Equal("xn--mnchen-3ya.de", (await cluster.Client.ValidateEmailFormatAsync(new ValidateEmailFormatRequest("a@münchen.de"), cancel)).AsciiDomain);
    }
}
