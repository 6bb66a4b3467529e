using NeuralTrader.Storage.Databases;

namespace NeuralTrader.Storage.Moving;

/// <summary>What a column holds.</summary>
internal enum ColumnKind
{
    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A 32-bit number.</summary>
    Int = 2,

    /// <summary>A 64-bit number.</summary>
    Long = 3,

    /// <summary>True or false.</summary>
    Boolean = 4,

    /// <summary>A binary floating-point number.</summary>
    Real = 5,

    /// <summary>An exact number with its scale.</summary>
    Decimal = 6,

    /// <summary>A moment, UTC, to the microsecond; text in SQLite as round-trip ISO 8601.</summary>
    Time = 7,

    /// <summary>A moment, UTC, to the microsecond; text in SQLite as its driver writes a DateTime.</summary>
    DriverTime = 8,

    /// <summary>Bytes.</summary>
    Blob = 9,
}

/// <summary>The files of a data directory.</summary>
internal enum SqliteFile
{
    /// <summary>state.db.</summary>
    State = 1,

    /// <summary>journal.db.</summary>
    Journal = 2,

    /// <summary>markets.db.</summary>
    Markets = 3,
}

/// <summary>A column of a table.</summary>
internal sealed record PlatformColumn(string Name, ColumnKind Kind);

/// <summary>
/// A table that means the same in SQLite and in PostgreSQL. Membership is none of them: it belongs to the processes that run, not to what they keep.
/// </summary>
/// <param name="Name">Its name in both databases.</param>
/// <param name="File">Where it is in a data directory.</param>
/// <param name="Order">Columns that give every row its place; the same place in both databases.</param>
/// <param name="Columns">All that is kept of a row.</param>
/// <param name="Identity">The column whose numbers PostgreSQL goes on to count; null where there is none.</param>
internal sealed record PlatformTable(string Name, SqliteFile File, string Order, IReadOnlyList<PlatformColumn> Columns, string? Identity = null)
{
    /// <summary>The column names as a list.</summary>
    public string ColumnList { get; } = string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>The entries of all books.</summary>
    public static PlatformTable Journal { get; } = Of(
        "journal", SqliteFile.Journal, "book, seq", "book:Text seq:Long op_id:Text fingerprint:Text recorded_at:Time body:Text chain:Blob");

    /// <summary>The money they moved.</summary>
    public static PlatformTable Posting { get; } = Of(
        "posting", SqliteFile.Journal, "book, seq, line", "book:Text seq:Long line:Int debit:Text credit:Text amount:Decimal");

    /// <summary>All of them, each after those that it refers to.</summary>
    public static IReadOnlyList<PlatformTable> All { get; } =
    [
        Of(
            "grain_state", SqliteFile.State, "service, state, n0, n1, key",
            "service:Text state:Text n0:Long n1:Long key:Text version:Int payload:Blob modified:DriverTime"),
        Of("reminder", SqliteFile.State, "service, grain, name", "service:Text grain:Text name:Text hash:Int start:DriverTime period:Long version:Int"),
        Journal,
        Posting,
        Of(
            "market_series", SqliteFile.Markets, "id",
            "id:Long symbol:Text interval:Int basis:Int currency:Text source:Text synthetic:Boolean licence:Text version:Long bars:Int first_ticks:Long last_ticks:Long",
            "id"),
        Of("market_chunk", SqliteFile.Markets, "series_id, chunk", "series_id:Long chunk:Long bars:Int payload:Blob"),
        Of(
            "market_tick_series", SqliteFile.Markets, "id",
            "id:Long symbol:Text kind:Int currency:Text source:Text synthetic:Boolean licence:Text version:Long", "id"),
        Of("market_tick_chunk", SqliteFile.Markets, "series_id, day", "series_id:Long day:Long ticks:Int payload:Blob"),
        Of("market_action", SqliteFile.Markets, "rowid", "symbol:Text ex_ticks:Long split_ratio:Real cash_dividend:Real"), // same-day actions apply in the order they came
        Of("market_instrument", SqliteFile.Markets, "symbol", "symbol:Text name:Text asset_class:Int currency:Text exchange:Text time_zone:Text"),
        Of("market_file", SqliteFile.Markets, "name", "name:Text sha256:Text imported_ticks:Long"),
    ];

    /// <summary>Versions of the tables' form that this build writes, by a name that both databases share.</summary>
    public static IReadOnlyDictionary<string, int> Forms { get; } = SchemaScript.Postgres.ToDictionary(Form, script => script.Version);

    private static string Form(SchemaScript script) => Path.GetFileNameWithoutExtension(script.Name)["postgres-".Length..];

    private static PlatformTable Of(string name, SqliteFile file, string order, string columns, string? identity = null) => new(
        name, file, order,
        [.. columns.Split(' ').Select(column => column.Split(':')).Select(column => new PlatformColumn(column[0], Enum.Parse<ColumnKind>(column[1])))], identity);
}
