using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Ledger.Simulation;
using Spectre.Console;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt simulate --seeds N`: tries the money core in simulated worlds, here and without a platform.</summary>
internal static class MoneyVerb
{
    /// <summary>What a line must hold to be meant for this and not for a trade's simulation.</summary>
    public static readonly IReadOnlyList<string> Marks = ["--seeds", "--trace"];

    private const int MostShown = 10;

    public static Verb Create()
    {
        Option<int> seeds = new("--seeds") { Description = "How many worlds, each with a seed of its own.", DefaultValueFactory = _ => 1 };
        Option<long> seed = new("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
        Option<bool> trace = new("--trace") { Description = "Print all that happens in the first world." };
        Option<PlantedBug?> bug = Ask.Word<PlantedBug>("--bug", "A mistake to plant in the core; the simulator must find it.");
        Verb verb = new("simulate", "Try the money core in simulated worlds: crashes, two owners, lost and doubled messages. Needs no platform.")
        {
            Examples = ["nt simulate --seeds 10000", "nt simulate --seed 42 --trace", "nt simulate --seeds 100 --bug acknowledges_before_write"],
            Patience = TimeSpan.FromHours(1),
            Work = session => Work(session, session.Get(seeds), session.Get(seed), session.Get(trace), session.Get(bug) ?? PlantedBug.None),
        };
        seeds.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 1 or > 10_000_000) result.AddError("--seeds takes 1 to 10,000,000."); });
        foreach (Option option in (Option[])[seeds, seed, trace, bug]) verb.Add(option);
        return verb;
    }

    private static async Task Work(Session session, int seeds, long first, bool isTraced, PlantedBug bug)
    {
        if (isTraced) await session.Shell.Out.WriteAsync(MoneySimulation.Run((ulong)first, bug, isTraced: true).Trace);
        long start = Stopwatch.GetTimestamp();
        SimulatedRun[] runs = new SimulatedRun[seeds];
        await session.Shell.Notes.Console.Progress().AutoClear(true).StartAsync(context =>
        {
            ProgressTask bar = context.AddTask("worlds", maxValue: seeds);
            return Parallel.ForAsync(0, seeds, session.CancellationToken, (i, _) =>
            {
                runs[i] = MoneySimulation.Run((ulong)(first + i), bug);
                bar.Increment(1);
                return ValueTask.CompletedTask;
            });
        });
        SimulatedRun[] broken = [.. runs.Where(run => run.Broken is not null)];
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(runs.Select(run => run.TraceHash)))));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        session.Outcome = broken.Length > 0 ? ExitCode.Refused : ExitCode.Ok;
        if (session.IsJson)
        {
            session.PrintJson(new MoneyReport(
                seeds, first, bug, runs.Sum(run => (long)run.Steps), runs.Sum(run => (long)run.Acknowledged), runs.Sum(run => (long)run.Crashes), hash, seconds,
                [.. broken.Select(run => new BrokenWorld(run.Seed, run.Broken!))]));
            return;
        }
        session.Page.Grid(
            ("Worlds", Figures.Whole(seeds)), ("Steps", Figures.Whole(runs.Sum(run => (long)run.Steps))),
            ("Commands acknowledged", Figures.Whole(runs.Sum(run => (long)run.Acknowledged))), ("Owners that died", Figures.Whole(runs.Sum(run => (long)run.Crashes))),
            ("Hash of all traces", hash), ("Time", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")));
        foreach (SimulatedRun run in broken.Take(MostShown)) session.Page.Bad(string.Create(CultureInfo.InvariantCulture, $"seed {run.Seed}: {run.Broken}"));
        if (broken.Length == 0) session.Page.Good("Every law held in every world.");
        else session.Page.Bad($"{Figures.Whole(broken.Length)} of {Figures.Whole(seeds)} worlds broke a law; `nt simulate --seed {broken[0].Seed} --trace` shows the first.");
    }

    private sealed record BrokenWorld(ulong Seed, string Law);

    private sealed record MoneyReport(
        int Worlds, long FirstSeed, PlantedBug Bug, long Steps, long Acknowledged, long OwnersDied, string TraceHash, double Seconds, IReadOnlyList<BrokenWorld> Broken);
}
