using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Security;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.ServiceDefaults;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>Two silos that ask who calls, and a client outside of them that tries all sorts of things.</summary>
public sealed class GrainAuthorizationTests(GuardedCluster guarded) : IClassFixture<GuardedCluster>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_identity_only_what_is_open_is_answered()
    {
        RequestContext.Clear();
        await guarded.Grains.GetGrain<IKeyNewsGrain>(0).Hear(-1, TimeSpan.Zero, cancel);
        AccessDeniedException denied = await Assert.ThrowsAsync<AccessDeniedException>(() => guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel));
        Assert.False(denied.IsKnown);
        Assert.Contains("NeuralTrader:Client:ApiKey", denied.Message, StringComparison.Ordinal);
        await Denied(() => guarded.Client.CreateApiKeyAsync(new CreateApiKeyRequest("eve", Role.Admin), cancel));
        await Denied(() => guarded.Grains.GetGrain<ICookieKeysGrain>(0).Read(cancel));
        await Denied(() => guarded.Grains.GetGrain<IKeyNewsGrain>(0).Note(new KeyEnding("ntk_00000000", DateTime.UnixEpoch), cancel));
        await Denied(() => guarded.Grains.GetGrain<IIdentityGrain>(0).OpenOwnSession("eve", Role.Admin, cancel));
    }

    [Fact]
    public async Task A_role_may_do_what_its_interface_says()
    {
        CreatedApiKey reader = await guarded.Key("newcomer", Role.ReadOnly);
        await guarded.SignIn(reader.Key);
        Assert.Empty((await guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel)).PortfolioIds);
        AccessDeniedException denied = await Assert.ThrowsAsync<AccessDeniedException>(
            () => guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("reader", 1), cancel));
        Assert.True(denied.IsKnown);
        await guarded.SignIn((await guarded.Key("robot", Role.Service)).Key);
        await Denied(() => guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel));
        await guarded.Grains.GetGrain<ICookieKeysGrain>(0).Read(cancel);
    }

    [Fact]
    public async Task An_interface_opens_no_session_ends_no_key_and_tells_only_who_came_to_it()
    {
        await guarded.SignIn((await guarded.Key("front", Role.Service)).Key);
        await Denied(() => guarded.Grains.GetGrain<ITokenGrain>(0).Session(Caller.Of("evil", null, Role.Admin), null, cancel));
        await Denied(() => guarded.Grains.GetGrain<IIdentityGrain>(0).OpenOwnSession("evil", Role.Admin, cancel));
        await Denied(() => guarded.Grains.GetGrain<IKeyNewsGrain>(0).Note(new KeyEnding("ntk_00000000", DateTime.UtcNow), cancel));
        await Denied(() => guarded.Grains.GetGrain<IApiKeyGrain>("ntk_00000000").Find(cancel));
        await Denied(() => guarded.Grains.GetGrain<IAuditLogGrain>(0).Fetch("portfolio/growth", cancel));

        InvalidInputException forged = await Assert.ThrowsAsync<InvalidInputException>(() => Tell("order.place"));
        Assert.Equal("action", forged.Field);
        await Tell("signin");
        InvalidInputException noKey = await Assert.ThrowsAsync<InvalidInputException>(() => guarded.Grains.GetGrain<ICookieKeysGrain>(0).Add("x", "<key id=\"x\"/>", cancel));
        Assert.Equal("key", noKey.Field);

        Task Tell(string action) => guarded.Grains.GetGrain<IAuditLogGrain>(0).Append(
            [new AuditEvent(AuditCategory.Authentication, action, "ada", "console") { Id = Guid.NewGuid().ToString("N"), At = DateTime.UtcNow }], cancel);
    }

    [Fact]
    public async Task Nobody_makes_himself_somebody_by_what_he_puts_into_the_context()
    {
        RequestContext.Clear();
        CallerContext.Set(Caller.Of("root", "ntk_00000000", Role.Admin));
        await Denied(() => guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel));
        foreach (string forged in (string[])["x", "", new IdentitySigner(new byte[32], TimeProvider.System).OfMember])
        {
            RequestContext.Set("nt.member", forged);
            await Denied(() => guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel));
        }
        RequestContext.Clear();
        CallIdentity.Set(new IdentitySigner(new byte[32], TimeProvider.System).Sign(Caller.Of("root", "ntk_00000000", Role.Admin), DateTime.UtcNow.AddMinutes(3)));
        await Denied(() => guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel));

        CreatedApiKey key = await guarded.Key("mallory", Role.User);
        await guarded.SignIn(key.Key);
        CallerContext.Set(Caller.Of("ada", "ntk_00000000", Role.Admin)); // beside an identity that is his own
        await guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("mallorys", 1), cancel);
        await guarded.SignIn((await guarded.Key("ada", Role.User)).Key);
        Assert.DoesNotContain("mallorys", (await guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel)).PortfolioIds);
    }

    [Fact]
    public async Task What_is_Orleans_own_is_for_administrators()
    {
        IManagementGrain management = guarded.Grains.GetGrain<IManagementGrain>(0);
        await guarded.SignIn((await guarded.Key("ada", Role.User)).Key);
        await Denied(() => management.ForceGarbageCollection([]));
        await Denied(() => management.ForceActivationCollection(TimeSpan.Zero));
        await guarded.SignIn((await guarded.Key("root", Role.Admin)).Key);
        Assert.NotEmpty(await management.GetHosts(onlyActive: true));
    }

    [Fact] // it is asked for through an interface of Orleans' own
    public async Task A_stream_of_answers_needs_what_its_method_needs()
    {
        RequestContext.Clear();
        await Denied(async () =>
        {
            await foreach (JobProgress _ in guarded.Grains.GetGrain<IBacktestGrain>("b").Watch(cancel)) Assert.Fail("Nobody may see this.");
        });
    }

    [Fact]
    public async Task A_key_that_is_revoked_works_nowhere_a_second_later_though_its_identity_has_not_ended()
    {
        CreatedApiKey key = await guarded.Key("ada", Role.User);
        for (int round = 0; round < 10; round++) // on both silos
            await guarded.SignIn(key.Key);
        string identity = CallIdentity.Current!;
        await guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("revoked", 1), cancel);
        await guarded.Revoke(key.Info.KeyId);
        await Task.Delay(Second, cancel);
        CallIdentity.Set(identity);
        for (int round = 0; round < 20; round++) await Denied(() => guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel));
        await Denied(() => guarded.Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("revoked"), cancel));
    }

    [Fact]
    public async Task A_portfolio_is_there_for_its_owner_and_for_administrators()
    {
        await guarded.SignIn((await guarded.Key("owner", Role.User)).Key);
        await guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("owned", 100, IdempotencyKey: "open"), cancel);
        Assert.Equal(["owned"], (await guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel)).PortfolioIds);

        await guarded.SignIn((await guarded.Key("owner", Role.ReadOnly)).Key);
        Assert.Equal(100, (await guarded.Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("owned"), cancel)).Cash);

        await guarded.SignIn((await guarded.Key("stranger", Role.User)).Key);
        Assert.Empty((await guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel)).PortfolioIds);
        Func<Task>[] tried =
        [
            () => guarded.Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("owned"), cancel), () => guarded.Client.GetOrdersAsync(new GetOrdersRequest("owned"), cancel),
            () => guarded.Client.GetExecutionsAsync(new GetExecutionsRequest("owned"), cancel), () => guarded.Client.MoveCashAsync(new MoveCashRequest("owned", 1), cancel),
            () => guarded.Client.MoveCashAsync(new MoveCashRequest("owned", 100, "open"), cancel), () => guarded.Client.CancelOrderAsync(new CancelOrderRequest("owned", "owned-1"), cancel),
            () => guarded.Client.ExecuteTradeAsync(new ExecuteTradeRequest("owned", "manual", "SPY", TradeAction.Buy, 1), cancel),
            () => guarded.Client.PortfolioRebalanceAsync(new PortfolioRebalanceRequest("owned", new Dictionary<string, decimal> { ["CASH"] = 1 }), cancel),
            () => guarded.Client.HaltTradingAsync(new HaltTradingRequest("to stop others", "owned"), cancel),
            () => guarded.Client.ResumeTradingAsync(new ResumeTradingRequest("to start others", "owned"), cancel),
        ];
        foreach (Func<Task> one in tried)
            Assert.Equal(RefusalKind.PortfolioNotFound, (await Assert.ThrowsAsync<RefusalException>(one)).Refusal.Kind);
        Assert.Equal(
            RefusalKind.PortfolioExists,
            (await Assert.ThrowsAsync<RefusalException>(() => guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("owned", 100, IdempotencyKey: "open"), cancel))).Refusal.Kind);
        Assert.Equal("owner", (await Asked("getPortfolioStatus", "portfolio/owned")).Rule);
        Assert.False((await Asked("getPortfolioStatus", "portfolio/owned")).IsAllowed);
        await Assert.ThrowsAsync<InvalidInputException>(() => guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("for-ada", 1, Owner: "ada"), cancel));

        await guarded.SignIn((await guarded.Key("root", Role.Admin)).Key);
        Assert.Contains("owned", (await guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel)).PortfolioIds);
        Assert.Equal(100, (await guarded.Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("owned"), cancel)).Cash);
        await guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("for-stranger", 1, Owner: "stranger"), cancel);
        await guarded.SignIn((await guarded.Key("stranger", Role.User)).Key);
        Assert.Equal(["for-stranger"], (await guarded.Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel)).PortfolioIds);
        Assert.True((await Asked("executeTrade", "portfolio/for-stranger")).IsAllowed);
        Assert.Equal("role", (await Asked("createApiKey", null)).Rule);
    }

    [Fact]
    public async Task Whether_somebody_may_is_told_of_everything_that_belongs_to_somebody()
    {
        CreatedApiKey owner = await guarded.Key("teller", Role.User), other = await guarded.Key("listener", Role.User);
        await guarded.SignIn(owner.Key);
        await guarded.Client.CreatePortfolioAsync(new CreatePortfolioRequest("told", 100), cancel);
        string token = (await guarded.Client.GenerateTokenAsync(new GenerateTokenRequest(), cancel)).TokenId;
        foreach ((string function, string resource) in ((string, string)[])[("cancelOrder", "order/told-1"), ("revokeToken", $"token/{token}"), ("revokeToken", $"key/{owner.Info.KeyId}")])
        {
            await guarded.SignIn(owner.Key);
            Assert.Equal((true, "owner"), Of(await Asked(function, resource)));
            await guarded.SignIn(other.Key);
            AuthorizationVerdict not = await Asked(function, resource);
            Assert.Equal((false, "owner"), Of(not));
            Assert.DoesNotContain("teller", not.Detail, StringComparison.Ordinal); // it is not there for him
        }
        Assert.Equal((true, "owner"), Of(await Asked("quickAnalysis", "market/SPY")));
        foreach (string unknown in (string[])["spaceship/1", "portfolio/", "/told", "told", "order/told", "token/told", "key/a b"])
            Assert.Equal("resource", (await Assert.ThrowsAsync<InvalidInputException>(() => Asked("getPortfolioStatus", unknown))).Field);

        static (bool, string) Of(AuthorizationVerdict verdict) => (verdict.IsAllowed, verdict.Rule);
    }

    private Task<AuthorizationVerdict> Asked(string function, string? resource) =>
        guarded.Client.CheckAuthorizationAsync(new CheckAuthorizationRequest(function, resource), cancel);

    private static async Task Denied(Func<Task> call) => await Assert.ThrowsAsync<AccessDeniedException>(() => call().WaitAsync(Patience));
}

/// <summary>Two silos as hosts make them, with state in memory, and a client.</summary>
public sealed class GuardedCluster : IAsyncLifetime
{
    private static readonly byte[] Pepper = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly MemoryBars bars = new();
    private InProcessTestCluster cluster = null!;

    public MemoryBars Bars => bars;

    public IGrainFactory Grains => cluster.Client;

    public NeuralTraderClient Client => new(Grains);

    public async ValueTask InitializeAsync()
    {
        MemoryJournal journal = new();
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.Services.AddSingleton<IJournal>(journal).AddSingleton<IBarStore>(bars).AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<MarketBoard>().AddSingleton<MarketLibrary>().AddSingleton<AnalysisCache>().AddCompute().AddPlacementRules();
            silo.Services.AddSingleton<BrokerDesk>().AddTradingHalts().AddKeys(Pepper);
            silo.Services.AddSingleton(new PlatformFacts("memory", DateTime.UnixEpoch, OwnsPepper: false));
            silo.AddGrainAuthorization();
        });
        cluster = builder.Build();
        CallIdentity.Set(new IdentitySigner(Pepper, TimeProvider.System).Sign(Caller.Of("whoever tests", null, Role.Admin), DateTime.UtcNow.AddMinutes(3))); // for the harness's own calls
        await cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    /// <summary>A key, as the platform itself makes one.</summary>
    public async Task<CreatedApiKey> Key(string username, Role role)
    {
        RequestContext.Clear();
        return await cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IApiKeyIndexGrain>(0).Create(new CreateApiKeyRequest(username, role), default);
    }

    /// <summary>Calls as the platform itself does, from inside a silo.</summary>
    public IGrainFactory Inside(int silo = 0)
    {
        RequestContext.Clear();
        return cluster.Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>();
    }

    /// <summary>Ends a key, as the platform itself does.</summary>
    public async Task Revoke(string keyId)
    {
        RequestContext.Clear();
        await cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IApiKeyGrain>(keyId).Revoke(default);
    }

    /// <summary>Makes the calls of this flow with a key.</summary>
    public Task SignIn(string key)
    {
        RequestContext.Clear();
        IdentityGrant grant = Task.Run(() => Grains.GetGrain<IIdentityGrain>(0).Exchange(new Credential(key), default)).GetAwaiter().GetResult()!;
        CallIdentity.Set(grant.Text); // in the caller's flow, which an async method would not reach
        return Task.CompletedTask;
    }

    /// <summary>Makes the calls of this flow with a new key of somebody.</summary>
    public Task SignIn(string username, Role role) => SignIn(Task.Run(() => Key(username, role)).GetAwaiter().GetResult().Key);
}
