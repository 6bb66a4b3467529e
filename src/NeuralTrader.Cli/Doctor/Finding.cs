namespace NeuralTrader.Cli.Doctor;

/// <summary>How something is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok = 1,

    /// <summary>It works, and will not always.</summary>
    Warn = 2,

    /// <summary>It does not work, or something may be lost.</summary>
    Bad = 3,
}

/// <summary>What one examination found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Cure">What to do; null where nothing is.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Found, string? Cure = null);

/// <summary>All that was found.</summary>
/// <param name="Verdict">The worst of them.</param>
/// <param name="Findings">One for each examination.</param>
internal sealed record Examination(Verdict Verdict, IReadOnlyList<Finding> Findings);
