using System.CommandLine;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt limits`: how often callers may ask, and how they stand.</summary>
internal static class LimitVerbs
{
    public static Command Create() => new("limits", "How often callers may ask; needs an admin's key.") { Show(), Set(), Reset() };

    /// <summary>What holds.</summary>
    public static void Show(Page page, RateLimiterSettings limits) => page.Grid(
        ("A key", "the limit it was made with"), ("A key's console sessions", Of(limits.Console)), ("An address without a key", Of(limits.Strangers)),
        ("Ids of checkRateLimit", Of(limits.Default)),
        ("Blocked by the guard", $"after {Figures.Whole(limits.AddressRequestsPerMinute)} requests in a minute, for {Figures.Whole(limits.BlockMinutes)} minutes"),
        ("This machine itself", limits.ExemptLoopback ? "is let be" : "is limited and blocked like others"));

    private static Verb Show()
    {
        Argument<string?> caller = new("caller") { Description = "One caller, such as key:ntk_1a2b3c4d; left out, those with the emptiest buckets.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> most = new("--limit") { Description = "Most callers to show.", DefaultValueFactory = _ => 20 };
        Verb verb = new("show", "What the limits are, and who is near his own.")
        {
            Examples = ["nt limits show", "nt limits show key:ntk_1a2b3c4d"],
            Work = session => session.Show(new GetRateLimitStatsRequest(session.Get(caller), session.Get(most)), (RateLimitStats stats) =>
            {
                Show(session.Page, stats.Settings);
                session.Page.Line();
                if (stats.Callers.Count == 0) session.Page.Line(session.Get(caller) is null ? "Nobody with a limit made a request of late." : "He made no request of late.");
                else session.Page.Table(
                    stats.Callers, new("Caller", one => one.Id), new("A minute", one => Figures.Whole(one.Limit.PerMinute), Look.Right),
                    new("At once", one => Figures.Whole(one.Limit.Burst), Look.Right), new("Left", one => Figures.Whole(one.Remaining), Look.Right),
                    new("Full again in", one => FormattableString.Invariant($"{one.ResetSeconds:0.0} s"), Look.Right));
                session.Page.Note($"{Figures.Whole(stats.Refused)} of {Figures.Whole(stats.Granted + stats.Refused)} counted requests were refused.");
            }),
        };
        verb.Add(caller);
        verb.Add(most);
        return verb;
    }

    private static Verb Set()
    {
        Option<int?> strangers = Number("--strangers", "Requests a minute of an address without a key that works; half as many at once.");
        Option<int?> console = Number("--console", "Requests a minute of one key's console sessions; half as many at once.");
        Option<int?> perMinute = Number("--per-minute", "Tokens a minute of ids of your own, in checkRateLimit.");
        Option<int?> burst = Number("--burst", "Tokens at once of the same.");
        Option<int?> guard = Number("--guard", "Requests in a minute, of no key that works or beyond a key's limit, after which an address is blocked.");
        Option<int?> minutes = Number("--block-minutes", "For how long the guard blocks.");
        Option<bool?> loopback = new("--exempt-loopback") { Description = "Whether callers on the same machine are let be.", HelpName = "true|false" };
        Option[] options = [strangers, console, perMinute, burst, guard, minutes, loopback];
        Verb verb = new("set", "Set how often callers may ask, on all interfaces. What is not named stays as it is.")
        {
            Examples = ["nt limits set --strangers 60", "nt limits set --guard 500 --block-minutes 1440"],
            Work = async session =>
            {
                RateLimiterSettings now = (await session.Ask<GetSecurityConfigRequest, SecurityConfig>(new GetSecurityConfigRequest())).Limits;
                await session.Show(
                    new InitRateLimiterRequest(
                        session.Get(perMinute) ?? now.Default.PerMinute, session.Get(burst) ?? now.Default.Burst, session.Get(strangers) ?? now.Strangers.PerMinute,
                        session.Get(console) ?? now.Console.PerMinute, session.Get(guard) ?? now.AddressRequestsPerMinute, session.Get(minutes) ?? now.BlockMinutes,
                        session.Get(loopback) ?? now.ExemptLoopback),
                    (RateLimiterSettings set) => Show(session.Page, set));
            },
        };
        foreach (Option option in options) verb.Add(option);
        verb.Validators.Add(line =>
        {
            if (options.All(option => line.GetResult(option) is null)) line.AddError($"Name what to set: {string.Join(", ", options.Select(option => option.Name))}.");
        });
        return verb;
    }

    private static Verb Reset()
    {
        Argument<string> caller = Ask.Text("caller", "As `nt limits show` names him.");
        Verb verb = new("reset", "Fill a caller's bucket.")
        {
            Examples = ["nt limits reset key:ntk_1a2b3c4d"],
            Work = session => session.Show(new ResetRateLimitRequest(session.Get(caller)), (RateLimitReset reset) =>
                session.Page.Good(reset.WasTracked ? $"The bucket of {reset.Id} is full." : $"The bucket of {reset.Id} was full and is not kept.")),
        };
        verb.Add(caller);
        return verb;
    }

    private static Option<int?> Number(string name, string description) => new(name) { Description = description };

    private static string Of(RateLimit limit) => $"{Figures.Whole(limit.PerMinute)} a minute, {Figures.Whole(limit.Burst)} at once";
}
