namespace NeuralTrader.Supply.Advisories;

/// <summary>What an audit found, and what its word is worth.</summary>
/// <param name="Verdict">In one word.</param>
/// <param name="Found">Advisories on packages of ours.</param>
/// <param name="Missed">Known-bad packages that no source recognised.</param>
/// <param name="Silent">Sources that told nothing, with the reason.</param>
/// <param name="Asked">Number of packages.</param>
internal sealed record AuditReport(Verdict Verdict, IReadOnlyList<Advisory> Found, IReadOnlyList<string> Missed, IReadOnlyList<string> Silent, int Asked)
{
    /// <summary>For people: what was found, then the verdict.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (Advisory one in Found) yield return $"{one.Package} {one.Version}: {one.Severity}, {one.Url}";
        foreach (string source in Silent) yield return $"Package source {source}.";
        yield return Verdict switch
        {
            Verdict.Ok => $"Ok: no advisory on any of {Asked} packages; the known-bad ones were recognised.",
            Verdict.Vulnerable => $"Vulnerable: {Found.Count} advisories on {Asked} packages.{(Missed.Count > 0 ? $" There may be more: the sources do not know {string.Join(", ", Missed)}." : "")}",
            Verdict.NotChecked => $"Not checked: the package sources do not know {string.Join(", ", Missed)}, so their silence on {Asked} packages says nothing.",
        };
    }
}
