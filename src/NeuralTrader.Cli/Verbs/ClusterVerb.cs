using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt cluster`: members, what runs and waits on them, recent deaths, storage and halts.</summary>
internal static class ClusterVerb
{
    private const int MostGrains = 15;

    public static Verb Create() => new("cluster", "The cluster's members, what runs and waits on them; fails when one does not answer.")
    {
        Examples = ["nt cluster", "nt cluster --json"],
        Work = async session =>
        {
            ClusterStatus status = await session.Ask<GetClusterStatusRequest, ClusterStatus>(new GetClusterStatusRequest());
            if (status.Members.Any(member => !member.Answers)) session.Outcome = ExitCode.Refused;
            if (session.IsJson) session.PrintJson(status);
            else Show(session.Page, status);
        },
    };

    private static void Show(Page page, ClusterStatus status)
    {
        page.Table(
            status.Members, new("Silo", member => member.Silo.Split('@')[0]), new("Role", Role),
            new("State", member => member.Answers ? member.Status : "does not answer"), new("Since", member => Figures.Time(member.Since)),
            new("Up", member => member.Report is { } report ? TimeSpan.FromSeconds(Math.Floor(report.UptimeSeconds)).ToString("c") : Figures.None),
            new("Build", member => member.Report?.Version ?? Figures.None), new("Activations", member => member.Load is { } load ? Figures.Whole(load.Activations) : Figures.None, Look.Right),
            new("Memory", member => Figures.Bytes(member.Load?.MemoryBytes), Look.Right));
        page.Table(
            status.Members.SelectMany(member => member.Report?.Queues ?? [], (member, queue) => (member, queue)).ToArray(),
            new("Queue", row => row.queue.Name), new("Silo", row => row.member.Silo.Split('@')[0]),
            new("Running", row => row.queue.Running is { } running ? Figures.Whole(running) : Figures.None, Look.Right), new("Waiting", row => Figures.Whole(row.queue.Waiting), Look.Right),
            new("Newest took", row => row.queue.LatestSeconds is { } seconds ? FormattableString.Invariant($"{seconds * 1e3:0.0} ms") : Figures.None, Look.Right));
        page.Table(status.Grains.Take(MostGrains), status.Grains.Count, new("Grain", grain => grain.Grain), new("Activations", grain => Figures.Whole(grain.Activations), Look.Right));
        if (status.Deaths.Count > 0)
            page.Table(
                status.Deaths, new("Gone", death => death.Silo.Split('@')[0]), new("Name", death => death.Name), new("Last sign", death => Figures.Time(death.LastSign)),
                new("How", death => death.HowItEnded()));
        if (status.Storage is { } storage)
            page.Grid(
                ("Storage", storage.Description), ("Size", Figures.Bytes(storage.Bytes)),
                ("Schema", string.Join(", ", storage.Schemas.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => FormattableString.Invariant($"{one.Key} {one.Value}")))));
        else page.Warn("The storage did not answer within a second.");
        if (status.Halts is { } halts) HaltVerbs.Show(page, halts with { Ended = [] });
    }

    private static string Role(ClusterMember member) =>
        member.IsFrontEnd ? "front-end" : string.Join(", ", (member.Report?.Tags ?? new Dictionary<string, string>()).Select(tag => $"{tag.Key}={tag.Value}").Prepend("grains"));
}
