using System.CommandLine;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt audit show`: events by what they are, and those that come.</summary>
internal static class AuditShowVerb
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Days = TimeSpan.FromDays(7);

    public static Verb Create()
    {
        Option<DateTime?> from = Ask.Time("--from", "At or after."), to = Ask.Time("--to", "Before.");
        Option<AuditLevel?> level = Ask.Word<AuditLevel>("--level", "At least this level.");
        Option<AuditCategory?> category = Ask.Word<AuditCategory>("--category", "Only this category.");
        Option<AuditOutcome?> outcome = Ask.Word<AuditOutcome>("--outcome", "Only this outcome.");
        Option<string?> actor = Text("--actor", "Only actors with this in their name or key."), action = Text("--action", "Only this action, or those that begin with it: key finds key.revoke.");
        Option<string?> resource = Text("--resource", "Only this resource, or those that begin with it: portfolio/ finds every portfolio.");
        Option<int> limit = new("--limit") { Description = "Most events to show.", DefaultValueFactory = _ => 50 };
        Option<bool> follow = new("--follow", "-f") { Description = "Go on with what comes, until Ctrl-C.", Arity = ArgumentArity.Zero };
        Verb verb = new("show", "Events on record, newest last.")
        {
            Examples = ["nt audit show --level security --from 2026-01-31", "nt audit show --resource portfolio/growth", "nt audit show --follow"],
            Patience = Days,
            Work = async session =>
            {
                GetAuditEventsRequest request = new(
                    session.Get(from), session.Get(to), session.Get(level), session.Get(category), session.Get(actor), session.Get(action), session.Get(resource),
                    session.Get(outcome), Limit: session.Get(limit));
                if (!session.Get(follow))
                {
                    await session.Show(request, (AuditPage page) => Show(session.Page, page.Events));
                    return;
                }
                string? newest = await Next(session, request);
                while (true)
                {
                    await Task.Delay(Pause, session.CancellationToken);
                    newest = await Next(session, request with { After = newest, Limit = 1000 }) ?? newest;
                }
            },
        };
        foreach (Option option in (Option[])[from, to, level, category, outcome, actor, action, resource, limit, follow]) verb.Add(option);
        return verb;
    }

    // Prints one round, a line for each event; answers the place of the newest.
    private static async Task<string?> Next(Session session, GetAuditEventsRequest request)
    {
        AuditPage page = await session.Ask<GetAuditEventsRequest, AuditPage>(request);
        foreach (AuditRecord record in page.Events.Reverse())
        {
            if (session.IsJson) session.PrintJson(record);
            else Line(session.Page, record.Event);
        }
        return page.Events.Count > 0 ? page.Events[0].Place : null;
    }

    private static void Show(Page page, IReadOnlyList<AuditRecord> records)
    {
        if (records.Count == 0) page.Line("No event is so.");
        else page.Table(
            [.. records.Reverse().Select(record => record.Event)],
            new("When, UTC", happened => Figures.Time(happened.At)), new("Level", happened => Wire.Word(happened.Level)), new("Action", happened => happened.Action),
            new("Outcome", happened => Wire.Word(happened.Outcome)), new("Actor", happened => happened.Actor), new("Resource", happened => happened.Resource ?? "–"),
            new("Details", Details, Drop: 1));
    }

    private static void Line(Page page, AuditEvent happened)
    {
        string text = $"{Figures.Time(happened.At)} {Wire.Word(happened.Level)} {happened.Action} {Wire.Word(happened.Outcome)} {happened.Actor} {happened.Resource} {Details(happened)}";
        if (happened.Level >= AuditLevel.Error) page.Bad(text);
        else if (happened.Level >= AuditLevel.Warning) page.Warn(text);
        else page.Line(text);
    }

    private static string Details(AuditEvent happened) => string.Join(' ', (happened.Details ?? new Dictionary<string, string>()).Select(fact => $"{fact.Key}={fact.Value}"));

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
