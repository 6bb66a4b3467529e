namespace NeuralTrader.Domain.Markets;

/// <summary>How bad a finding is.</summary>
public enum IssueSeverity
{
    /// <summary>Worth a look; the row was taken, or no row is at fault.</summary>
    Warning = 1,

    /// <summary>The row, or the whole file, was left out.</summary>
    Error = 2,
}

/// <summary>One finding in an imported file.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Line">Line in the file counted from 1 (row for Parquet); 0 when the whole file is meant.</param>
/// <param name="Field">The column at fault.</param>
/// <param name="Value">What stands there, at most 80 characters; null when nothing does.</param>
/// <param name="Problem">What is wrong with it, a phrase for people.</param>
/// <param name="Severity">Whether the row was left out.</param>
[GenerateSerializer, Immutable, Alias("import-issue")]
public sealed record ImportIssue(string File, long Line, string Field, string? Value, string Problem, IssueSeverity Severity)
{
    /// <summary>The finding as one sentence: file, line, field, value, problem.</summary>
    public override string ToString() => Value is null ? $"{File}:{Line}: {Field}: {Problem}" : $"{File}:{Line}: {Field} '{Value}': {Problem}";
}

/// <summary>What an import did with a file.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Form">The column form that was recognised, such as "Yahoo"; "unknown" when none was.</param>
/// <param name="Rows">Data rows seen; blank lines and the header are not rows.</param>
/// <param name="Accepted">Rows taken; 0 when the file was refused.</param>
/// <param name="Errors">Findings that left out a row or the file, all counted.</param>
/// <param name="Warnings">Findings that left out nothing, all counted.</param>
/// <param name="Issues">The first 1,000 findings.</param>
/// <param name="Refused">True when nothing was taken: the form is unknown, no row is good, or a row is bad and the import was strict.</param>
[GenerateSerializer, Immutable, Alias("import-report")]
public sealed record ImportReport(
    string File, string Form, long Rows, long Accepted, long Errors, long Warnings, IReadOnlyList<ImportIssue> Issues, bool Refused);

/// <summary>Bars read from one file.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Series">The series, one for each price basis the file holds; empty when it was refused.</param>
public sealed record BarImport(ImportReport Report, IReadOnlyList<BarSeries> Series);

/// <summary>Quotes or trades read from one file.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Ticks">The ticks in time order; null when the file was refused.</param>
/// <typeparam name="T"><see cref="QuoteTick"/> or <see cref="TradeTick"/>.</typeparam>
public sealed record TickImport<T>(ImportReport Report, TickSeries<T>? Ticks)
    where T : struct;

/// <summary>Corporate actions read from one file.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Actions">The actions in date order; empty when the file was refused or holds none.</param>
public sealed record ActionImport(ImportReport Report, IReadOnlyList<CorporateAction> Actions);
