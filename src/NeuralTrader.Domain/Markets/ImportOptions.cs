namespace NeuralTrader.Domain.Markets;

/// <summary>What a file of prices does not say about itself.</summary>
/// <param name="Symbol">The instrument; see <see cref="Markets.Symbol"/>.</param>
/// <param name="Currency">ISO 4217 code of the prices; "PTS" for an index in points.</param>
public sealed record ImportOptions(string Symbol, string Currency)
{
    /// <summary>Where the file comes from; null for the file's name.</summary>
    public string? Source { get; init; }

    /// <summary>Licence of the file; null where it is the user's own.</summary>
    public string? Licence { get; init; }

    /// <summary>True when a generator made the data.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>How long one bar lasts; null to take it from the file (its smallest step).</summary>
    public BarInterval? Interval { get; init; }

    /// <summary>Which corporate actions are in the prices; null for what the form implies: split-adjusted for Yahoo, else raw.</summary>
    public PriceBasis? Basis { get; init; }

    /// <summary>Zone of time stamps that carry none; null for UTC. A daily bar keeps its trading date and is never shifted.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>The day of a Lean intraday file, which counts milliseconds since midnight.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>What a Lean file's prices are multiplied by: 10,000 for equities, 1 for currencies and crypto.</summary>
    public double LeanScale { get; init; } = 10_000;

    /// <summary>Refuse the whole file when one row is bad; otherwise the row is left out and reported.</summary>
    public bool Strict { get; init; }

    /// <summary>Rows after this time lie in the future and are refused; null for no such check.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>Corporate actions that are booked already: a bar that moves as after one of these splits is no finding.</summary>
    public IReadOnlyList<CorporateAction> Booked { get; init; } = [];

    internal Provenance Provenance(string file) => new(Source ?? file, IsSynthetic, Licence);
}
