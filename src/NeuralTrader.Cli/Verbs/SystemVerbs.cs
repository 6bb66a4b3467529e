using System.CommandLine;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Verbs;

/// <summary>The platform itself: `nt health`, `nt info`, `nt devices`, `nt shutdown`.</summary>
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
                ("Data", $"{Figures.Whole(info.Data.Bars)} bars, {info.Data.Series} series, {info.Data.Instruments} instruments, newest "
                    + $"{Figures.Time(info.Data.Newest)}"));
            page.Table(info.Devices, new("Device", device => device.Kind), new("Name", device => device.Name), new("Detail", device => device.Detail));
            page.Table(info.Features, new("Part", part => part.Name), new("Works", part => Figures.YesNo(part.Works)), new("Detail", part => part.Detail));
        }),
    };

    public static Verb Devices() => new("devices", "What can compute on every silo, how fast, and how the answer cache does.")
    {
        Examples = ["nt devices", "nt devices --json"],
        Work = session => session.Show(new GetDevicesRequest(), (DeviceList list) =>
        {
            Page page = session.Page;
            page.Table(
                list.Devices, new("Silo", device => device.Silo), new("Device", device => device.Kind), new("Name", device => device.Name),
                new("State", device => device.Condition.ToString()), new("Self-test", device => Passed(device.SelfTestPassed)),
                new("Memory", device => Figures.Bytes(device.MemoryBytes)), new("Driver", device => device.Driver ?? "–"),
                new("Detail", device => device.Detail));
            page.Table(
                list.Devices.SelectMany(device => device.Speeds, (device, speed) => (device, speed)).ToArray(),
                new("Silo", row => row.device.Silo), new("Device", row => row.device.Kind), new("Work", row => row.speed.Work),
                new("Fixed", row => FormattableString.Invariant($"{row.speed.FixedSeconds * 1e6:0.0} µs")), new("Speed", row => Speed(row.speed)), new("Measured", row => Figures.Time(row.speed.MeasuredAt), Drop: 1));
            (DeviceInfo Device, DeviceBatches Batch)[] batches = [.. list.Devices.SelectMany(device => device.Batches, (device, batch) => (device, batch))];
            if (batches.Length > 0)
            {
                page.Table(
                    batches, new("Silo", row => row.Device.Silo), new("Device", row => row.Device.Name), new("Work", row => row.Batch.Work),
                    new("Waiting", row => Figures.Whole(row.Device.Waiting ?? 0)), new("Launched", row => Figures.Whole(row.Batch.Batches)),
                    new("Questions", row => Figures.Whole(row.Batch.Questions)), new("Largest batch", row => Figures.Whole(row.Batch.Largest)));
            }
            page.Table(
                list.Loads, new("Silo", load => load.Silo), new("Running", load => Figures.Whole(load.Running)),
                new("Waiting", load => Figures.Whole(load.Waiting)),
                new("Cache hits", load => Figures.Whole(load.CacheHits)), new("Misses", load => Figures.Whole(load.CacheMisses)),
                new("Answers", load => Figures.Whole(load.CachedAnswers)), new("Size", load => Figures.Bytes(load.CachedBytes)),
                new("Fallbacks", Fallbacks));
            foreach (string silo in list.Unreachable) page.Warn($"{silo} did not answer.");
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

    private static string Passed(bool? test) => test is { } tried ? (tried ? "passed" : "failed") : "–";

    private static string Fallbacks(ComputeLoad load) => load.Fallbacks.Count == 0
        ? "none"
        : string.Join(", ", load.Fallbacks.Select(one => $"{Figures.Whole(one.Count)} {one.Reason}"));

    private static string Speed(DeviceSpeed speed) =>
        speed.UnitsPerSecond is { } rate ? FormattableString.Invariant($"{rate / 1e6:N0} M {speed.Unit}/s") : "–";

    private static void Show(Page page, HealthReport report)
    {
        Action<string> say = report.State switch { HealthState.Healthy => page.Good, HealthState.Degraded => page.Warn, HealthState.Unhealthy => page.Bad };
        say($"{report.State}; up {TimeSpan.FromSeconds(Math.Floor(report.UptimeSeconds)):c}; {report.Silos} silo{(report.Silos == 1 ? "" : "s")}.");
        page.Table(report.Parts, new("Part", part => part.Name), new("State", part => part.State.ToString()), new("Detail", part => part.Detail));
    }
}
