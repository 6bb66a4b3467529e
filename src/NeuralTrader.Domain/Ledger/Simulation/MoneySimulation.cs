using System.Security.Cryptography;
using System.Text;

namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>What one simulated world came to.</summary>
/// <param name="Seed">It decides everything.</param>
/// <param name="Steps">Things that happened.</param>
/// <param name="Crashes">Owners that died.</param>
/// <param name="Acknowledged">Commands that were acknowledged.</param>
/// <param name="Entries">Entries in the journal.</param>
/// <param name="TraceHash">SHA-256 of all that happened, 64 hexadecimal digits: the same seed gives the same.</param>
/// <param name="Broken">The law that was broken, in words; null when all held.</param>
/// <param name="Trace">All that happened, a line a step; null unless asked for.</param>
public sealed record SimulatedRun(ulong Seed, int Steps, int Crashes, int Acknowledged, long Entries, string TraceHash, string? Broken, string? Trace);

/// <summary>
/// A deterministic simulation of the money core: four clients with keys, owners of one book that die and are taken for dead, a journal with group
/// commit, and a network that loses, doubles, delays and reorders. The sequencer in it is the one that portfolios use.
/// </summary>
/// <remarks>
/// The laws: every acknowledged command is in the journal exactly once; places are without gaps; the chain folds; accounts sum to 0 and postings say what
/// the events say; no answer, refusal or reading tells of what is not in the journal at that moment; the same key hears the same answer, and another
/// body under it is refused; nobody overdraws; and when nothing fails any more, everybody is answered.
/// </remarks>
public static class MoneySimulation
{
    /// <summary>Lives one world through.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="bug">A mistake to make; none for the real thing.</param>
    /// <param name="isTraced">Whether the trace is given back.</param>
    public static SimulatedRun Run(ulong seed, PlantedBug bug = PlantedBug.None, bool isTraced = false)
    {
        SimulatedWorld world = new(seed, bug);
        world.Run();
        string trace = world.Trace;
        return new SimulatedRun(
            seed, world.Steps, world.Crashes, world.Laws.Acknowledged, world.Entries, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trace))),
            world.Laws.Broken, isTraced ? trace : null);
    }
}
