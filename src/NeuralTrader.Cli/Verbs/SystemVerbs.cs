using System.CommandLine;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Verbs;

/// <summary>The platform itself: `nt health`, `nt info`, `nt shutdown`.</summary>
internal static class SystemVerbs
{
    public static Verb Health() => new("health", "Whether everything is well; fails when something does not work.")
    {
        Examples = ["nt health", "nt health --json"],
        Work = async session =>
        {
            HealthReport report = await session.Ask<HealthCheckRequest, HealthReport>(new HealthCheckRequest());
            if (report.State == HealthState.Unhealthy) session.Outcome = ExitCode.Refused;
            if (session.IsJson) session.PrintJson(report);
            else Show(session.Page, report);
        },
    };

    public static Verb Info() => new("info", "What the platform is made of, and what works.")
    {
        Examples = ["nt info"],
        Work = session => session.Show(new GetSystemInfoRequest(), (SystemInfo info) =>
        {
            Page page = session.Page;
            page.Grid(
                ("Product", $"{info.Version.Product} {info.Version.Version}{(info.Version.Commit is { } commit ? $" ({commit})" : "")}"),
                ("Runs on", $"{info.Version.Runtime}, Orleans {info.Version.Orleans}, {info.OperatingSystem}"),
                ("Since", $"{Figures.Time(info.StartedAt)} UTC"),
                ("Functions", $"{info.FunctionsAvailable} of {info.FunctionsListed} work"),
                ("Data", $"{Figures.Whole(info.Data.Bars)} bars, {info.Data.Series} series, {info.Data.Instruments} instruments, newest {Figures.Time(info.Data.Newest)}"));
            page.Table(info.Devices, new("Device", device => device.Kind), new("Name", device => device.Name), new("Detail", device => device.Detail));
            page.Table(info.Features, new("Part", part => part.Name), new("Works", part => Figures.YesNo(part.Works)), new("Detail", part => part.Detail));
        }),
    };

    public static Verb Shutdown()
    {
        Option<bool> yes = new("--yes") { Description = "Do it; without this nothing is stopped.", Arity = ArgumentArity.Zero };
        Verb verb = new("shutdown", "Stop the platform in good order.")
        {
            Examples = ["nt shutdown --yes"],
            Work = session => session.Get(yes)
                ? session.Show(new ShutdownRequest("shutdown"), (ShutdownAnswer answer) => session.Page.Line($"Stopping {string.Join(", ", answer.Stopping)}."))
                : throw ProblemException.Usage("This stops the platform for everybody; `nt shutdown --yes` does it."),
        };
        verb.Add(yes);
        return verb;
    }

    private static void Show(Page page, HealthReport report)
    {
        Action<string> say = report.State switch { HealthState.Healthy => page.Good, HealthState.Degraded => page.Warn, HealthState.Unhealthy => page.Bad };
        say($"{report.State}; up {TimeSpan.FromSeconds(Math.Floor(report.UptimeSeconds)):c}; {report.Silos} silo{(report.Silos == 1 ? "" : "s")}.");
        page.Table(report.Parts, new("Part", part => part.Name), new("State", part => part.State.ToString()), new("Detail", part => part.Detail));
    }
}
