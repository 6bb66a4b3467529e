using NeuralTrader.Domain.Ledger.Simulation;

namespace NeuralTrader.Domain.Tests.Ledger;

public sealed class MoneySimulationTests
{
    private const int SeedsThatFind = 300; // a planted bug is found within so many

    public static TheoryData<PlantedBug> Bugs => new(Enum.GetValues<PlantedBug>().Where(bug => bug != PlantedBug.None));

    [Fact]
    public void The_money_core_keeps_every_law_in_a_thousand_worlds()
    {
        SimulatedRun[] runs = [.. Enumerable.Range(1, 1_000).AsParallel().Select(seed => MoneySimulation.Run((ulong)seed))];
        Assert.All(runs, run => Assert.Null(run.Broken));
        Assert.True(runs.Sum(run => run.Acknowledged) > 10_000, "the worlds do too little"); // of 28 requests each, some of them readings or refused
        Assert.True(runs.Sum(run => run.Crashes) > 1_000, "too few owners die");
    }

    [Theory, MemberData(nameof(Bugs))]
    public void Every_planted_bug_is_found(PlantedBug bug) =>
        Assert.Contains(Enumerable.Range(1, SeedsThatFind), seed => MoneySimulation.Run((ulong)seed, bug).Broken is not null);

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_one_another()
    {
        SimulatedRun run = MoneySimulation.Run(42, isTraced: true);
        Assert.Equal(run, MoneySimulation.Run(42, isTraced: true));
        Assert.NotEqual(run.TraceHash, MoneySimulation.Run(43).TraceHash);
    }

    [Theory, InlineData("before the write"), InlineData("after the write, before the answer"), InlineData("after the answer"), InlineData("fails before the write")]
    [InlineData("is written and not answered"), InlineData("no answer for"), InlineData("hears Conflict"), InlineData("KeyTaken"), InlineData("Refused")]
    public void Every_named_phase_happens(string phase) => Assert.Contains(
        Enumerable.Range(1, 200), seed => MoneySimulation.Run((ulong)seed, isTraced: true).Trace!.Contains(phase, StringComparison.Ordinal));
}
