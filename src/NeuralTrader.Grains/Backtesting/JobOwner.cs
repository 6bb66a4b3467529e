using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>Whose a job is. To others it is not there; one that an older build made is everybody's.</summary>
internal static class JobOwner
{
    /// <summary>Whose a job is that is made now; null where the platform makes it.</summary>
    public static string? OfNew => CallerContext.Current?.Username;

    /// <summary>Whose a job is.</summary>
    public static Ownership Of(string? owner) => new(owner, IsShared: owner is null);

    /// <summary>Whether somebody may not know of a job. The platform itself, which has no caller, sees all.</summary>
    public static bool Hides(string? owner, Caller? caller) => caller is not null && !Of(owner).Includes(caller);

    /// <summary>The newest lines of a list, at most as many as are kept. Who has most loses his oldest, so that nobody pushes out another's.</summary>
    /// <param name="newestFirst">All of them, with the new one.</param>
    /// <param name="kept">How many are kept.</param>
    /// <param name="ownerOf">Whose a line is.</param>
    public static IReadOnlyList<TLine> Kept<TLine>(IEnumerable<TLine> newestFirst, int kept, Func<TLine, string?> ownerOf)
        where TLine : class
    {
        List<TLine> lines = [.. newestFirst];
        while (lines.Count > kept) lines.Remove(lines.GroupBy(ownerOf).MaxBy(owners => owners.Count())!.Last());
        return lines;
    }
}
