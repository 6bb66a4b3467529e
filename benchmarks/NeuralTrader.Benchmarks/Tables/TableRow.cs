namespace NeuralTrader.Benchmarks.Tables;

/// <summary>One piece of work as it was measured.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Size">How much of it.</param>
/// <param name="BestMs">Our best repetition.</param>
/// <param name="MedianMs">Our middle repetition.</param>
/// <param name="Repetitions">How often we ran.</param>
/// <param name="Rate">Pieces per second at the best repetition.</param>
/// <param name="Unit">What a piece is.</param>
/// <param name="GoalMs">What is promised; null for no promise.</param>
/// <param name="PeakMiB">How much the process grew while it ran, MiB.</param>
/// <param name="Checksum">Sum of our answer's finite figures: another run must show it again.</param>
/// <param name="Check">How our answer was judged by itself.</param>
/// <param name="Rivals">The others, each beside ours.</param>
internal sealed record TableRow(
    string Name, string Size, double BestMs, double MedianMs, int Repetitions, double Rate, string Unit, double? GoalMs, double PeakMiB, double Checksum,
    Agreement Check, IReadOnlyList<RivalRow> Rivals)
{
    /// <summary>Every promise of the row is kept and every answer agrees.</summary>
    public bool IsMet => Check.Holds && !(BestMs > GoalMs) && Rivals.All(rival => rival.IsMet);
}

/// <summary>Somebody else's figures for a row.</summary>
/// <param name="Label">What it is.</param>
/// <param name="BestMs">Its best repetition, scaled to the whole work where it did a part; null where it is not installed or failed.</param>
/// <param name="MedianMs">Its middle repetition.</param>
/// <param name="Repetitions">How often it ran.</param>
/// <param name="Ratio">Its best over ours: more than 1, and we are faster.</param>
/// <param name="LeastRatio">What is promised of the ratio.</param>
/// <param name="Agreement">How the answers compare; a ratio counts only where they agree.</param>
/// <param name="Note">Why it did not run.</param>
internal sealed record RivalRow(
    string Label, double? BestMs, double? MedianMs, int Repetitions, double? Ratio, double? LeastRatio, Agreement? Agreement, string? Note)
{
    /// <summary>It is absent, or the answers agree and the promise is kept.</summary>
    public bool IsMet => Agreement is null || (Agreement.Holds && !(Ratio < LeastRatio));
}
