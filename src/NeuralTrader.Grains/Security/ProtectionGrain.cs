using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Domain.Security.Browsers;
using NeuralTrader.Domain.Security.Limits;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Security;

/// <inheritdoc cref="IProtectionGrain"/>
internal sealed class ProtectionGrain([PersistentState("protection")] IPersistentState<ProtectionRecord> kept, TimeProvider clock, IAuditTrail? audit = null)
    : Grain, IProtectionGrain
{
    private const int MostAddresses = 100_000, MostBlocks = 10_000, MostAllowed = 1_000, ShortestReason = 3, LongestReason = 200, LongestBlock = 525_600;
    private const int WidestFour = 96 + 8, WidestSix = 16; // bits; a wider range would be a slip of the pen
    private const string Guard = "the guard";

    private readonly RequestCounts counts = new(MostAddresses);
    private AddressRules? rules; // of the state as it is
    private Bell<ProtectionRules> bell = null!; // from its activation on

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private ProtectionRecord State => kept.State;

    private ProtectionRules News => new(State.Config, InForce());

    private AddressRules Rules => rules ??= new AddressRules(State.Blocks, State.AllowList, State.Limits.ExemptLoopback);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        bell = new Bell<ProtectionRules>(News, clock);
        return base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ProtectionRules> Hear(long known, TimeSpan hold, CancellationToken cancellationToken) => bell.Hear(known, hold, cancellationToken);

    /// <inheritdoc/>
    public Task<ProtectionRules> Read(CancellationToken cancellationToken) => Task.FromResult(News);

    /// <inheritdoc/>
    public Task<DdosCheck> Report(CheckDdosProtectionRequest request, CancellationToken cancellationToken) => Count(request, cancellationToken);

    /// <inheritdoc/>
    public Task<SecurityConfig> Configure(IReadOnlyList<string> origins, string machine, CancellationToken cancellationToken) =>
        SetConfig(new InitSecurityConfigRequest(origins), new Caller($"the configuration of {machine}", Role.Admin), cancellationToken);

    /// <inheritdoc/>
    public async Task<RateLimiterSettings> SetLimits(InitRateLimiterRequest request, Caller by, CancellationToken cancellationToken)
    {
        RateLimiterSettings settings = ProtectionRecord.Settings(request);
        if (settings == State.Limits) return settings;
        await Record("limits.set", by.Name, null, $"{settings}", cancellationToken);
        await Change(State with { Limits = settings });
        return settings;
    }

    /// <inheritdoc/>
    public async Task<SecurityConfig> SetConfig(InitSecurityConfigRequest request, Caller by, CancellationToken cancellationToken)
    {
        CorsRules cors = new CorsRules(
            request.CorsOrigins ?? State.Cors.Origins, request.AllowCredentials ?? State.Cors.AllowCredentials, request.MaxAgeSeconds ?? State.Cors.MaxAgeSeconds).Checked();
        string[] allowed = request.AllowList is null ? State.AllowList : Allowed(request.AllowList);
        bool isSame = cors.Origins.SequenceEqual(State.Cors.Origins) && cors with { Origins = State.Cors.Origins } == State.Cors && allowed.SequenceEqual(State.AllowList);
        if (isSame) return State.Config;
        await Record("config.security", by.Name, null, $"origins {string.Join(' ', cors.Origins)}, allow-list {string.Join(' ', allowed)}", cancellationToken);
        await Change(State with { Cors = cors, AllowList = allowed });
        return State.Config;
    }

    /// <inheritdoc/>
    public async Task<AddressBlock> Block(string range, string reason, int? minutes, Caller by, CancellationToken cancellationToken)
    {
        AddressRange blocked = Blockable(range);
        string said = reason?.Trim() is { Length: >= ShortestReason } words ? Require.Line(words, LongestReason, "reason")
            : throw Require.Invalid("reason", reason, $"{ShortestReason} to {LongestReason} characters on one line");
        if (minutes is { } given) Require.Between(given, 1, LongestBlock, "minutes");
        DateTime now = Now;
        AddressBlock block = new(blocked.ToString(), said, by.Name, now, minutes is { } length ? now.AddMinutes(length) : null);
        if (State.Blocks.FirstOrDefault(one => IsSame(one, block)) is { Until: null } stands) return stands;
        await Record(minutes is null ? "list.add" : "address.block", by.Name, block.Range, said, cancellationToken);
        await Add(block);
        return block;
    }

    /// <inheritdoc/>
    public async Task<AddressRemoval> Unblock(string range, bool isForGood, Caller by, CancellationToken cancellationToken)
    {
        AddressRange freed = AddressRange.Parse(range, "ip");
        string name = freed.ToString();
        AddressBlock[] rest = [.. State.Blocks.Where(one => one.Range != name || one.Until is null != isForGood)];
        bool wasListed = rest.Length < State.Blocks.Length;
        if (wasListed)
        {
            await Record(isForGood ? "list.remove" : "address.unblock", by.Name, name, null, cancellationToken);
            await Change(State with { Blocks = rest });
        }
        counts.Forget(freed);
        return new AddressRemoval(name, wasListed, Rules.Judge(freed, Now));
    }

    /// <inheritdoc/>
    public Task<AddressVerdict> Judge(CheckIpAllowedRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Rules.Judge(AddressRange.Parse(request.Ip, "ip"), Now));

    /// <inheritdoc/>
    public Task<CorsHeaders> Cors(GetCorsHeadersRequest request, CancellationToken cancellationToken)
    {
        CorsRules cors = State.Cors;
        return Task.FromResult(new CorsHeaders(
            cors.Judge(request.Origin), cors.Headers(request.Origin, isPreflight: true).ToDictionary(), cors.Headers(request.Origin, isPreflight: false).ToDictionary()));
    }

    /// <inheritdoc/>
    public Task<SecurityHeaderList> Headers(GetSecurityHeadersRequest request, CancellationToken cancellationToken) => Enum.IsDefined(request.Use)
        ? Task.FromResult(new SecurityHeaderList(BrowserHeaders.Of(request.Use, "{nonce}", request.IsHttps).ToDictionary()))
        : throw Require.Invalid("use", request.Use, "page, program or document");

    /// <inheritdoc/>
    public async Task<DdosCheck> Count(CheckDdosProtectionRequest request, CancellationToken cancellationToken)
    {
        AddressRange caller = Caller(request.Ip);
        long requests = counts.Add(caller, Require.Between(request.Count, 0, RateLimit.Most, "count"), clock.Milliseconds());
        int most = State.Limits.AddressRequestsPerMinute;
        DateTime now = Now;
        if (requests > most && !Rules.IsExempt(caller) && Rules.Judge(caller, now).Block is null)
        {
            AddressBlock block = new(caller.ToString(), $"more than {most} requests in a minute", Guard, now, now.AddMinutes(State.Limits.BlockMinutes));
            await Add(block);
            audit?.Note(Event("address.block", Guard, block.Range, block.Reason));
        }
        AddressVerdict verdict = Rules.Judge(caller, now);
        return new DdosCheck(caller.ToString(), verdict.IsAllowed, requests, most, verdict.Rule, verdict.Block?.Until);
    }

    /// <inheritdoc/>
    public async Task<RateLimiterCleanup> Sweep(CancellationToken cancellationToken)
    {
        AddressBlock[] inForce = InForce();
        int ended = State.Blocks.Length - inForce.Length;
        if (ended > 0) await Change(State with { Blocks = inForce });
        return new RateLimiterCleanup(0, counts.Sweep(clock.Milliseconds(), isAsked: true), ended);
    }

    private static bool IsSame(AddressBlock one, AddressBlock other) => one.Range == other.Range && one.Until is null == other.Until is null;

    private static AddressRange Caller(string ip) =>
        AddressRange.Parse(ip, "ip") is { Length: 128 } one ? one.AsCaller() : throw Require.Invalid("ip", ip, "one address, such as 203.0.113.7 or 2001:db8::1");

    private static string[] Allowed(IReadOnlyList<string> given)
    {
        Require.Count(given.Count, 0, MostAllowed, "allowList");
        return [.. given.Select((range, at) => AddressRange.Parse(range, $"allowList[{at}]").ToString()).Distinct(StringComparer.Ordinal)];
    }

    private AddressRange Blockable(string text)
    {
        AddressRange range = AddressRange.Parse(text, "ip");
        if (range.Length < (range.IsFour ? WidestFour : WidestSix)) throw Require.Invalid("ip", text, "a range no wider than /8, of IPv6 /16");
        return State.Limits.ExemptLoopback && SpecialAddresses.Loopback.Any(range.Overlaps)
            ? throw Require.Invalid("ip", text, "an address of another machine; initRateLimiter with exemptLoopback false lets this machine's own be blocked") : range;
    }

    private AddressBlock[] InForce() => [.. State.Blocks.Where(block => block.IsInForce(Now))];

    // Of many, those that end soonest give way; the blacklist never does.
    private async Task Add(AddressBlock block)
    {
        List<AddressBlock> blocks = [.. InForce().Where(one => !IsSame(one, block)), block];
        if (blocks.Count > MostBlocks)
        {
            AddressBlock soonest = blocks.Where(one => one != block).MinBy(one => one.Until ?? DateTime.MaxValue)!;
            if (soonest.Until is null) throw Require.Invalid("ip", block.Range, $"no more than {MostBlocks} entries on the blacklist");
            blocks.Remove(soonest);
        }
        await Change(State with { Blocks = [.. blocks] });
    }

    private static AuditEvent Event(string action, string by, string? range, string? what) => new(
        AuditCategory.Security, action, by, range is null ? null : $"address/{range}", Level: AuditLevel.Security,
        Details: what is null ? null : new Dictionary<string, string> { ["what"] = what });

    // Before it is done: what cannot be put on record is not done.
    private Task Record(string action, string by, string? range, string? what, CancellationToken cancellationToken) =>
        audit?.Record(Event(action, by, range, what), cancellationToken) ?? Task.CompletedTask;

    private async Task Change(ProtectionRecord next)
    {
        await kept.Commit(next with { Version = State.Version + 1 });
        rules = null;
        bell.Ring(News);
    }
}
