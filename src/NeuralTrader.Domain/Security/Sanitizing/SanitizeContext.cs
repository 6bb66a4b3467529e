namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>Where a text is going to stand.</summary>
public enum SanitizeContext
{
    /// <summary>In a store or an answer: normalised, nothing encoded.</summary>
    PlainText = 1,

    /// <summary>As text or as a quoted attribute's value in HTML: an encoding, so it is done once, where the page is written.</summary>
    HtmlText = 2,

    /// <summary>As HTML of an author who is not trusted: what is not on the list of allowed elements, attributes and addresses is taken out.</summary>
    Html = 3,

    /// <summary>Inside a statement of SQL. Always refused: a value goes to a database as a parameter.</summary>
    SqlLiteral = 4,

    /// <summary>As a cell of a CSV file that a spreadsheet opens: no formula, quoted where it must be.</summary>
    CsvCell = 5,

    /// <summary>As one line of a log: breaks and controls are shown as escapes.</summary>
    LogLine = 6,

    /// <summary>As the name of a file in a folder, on Windows too.</summary>
    FileName = 7,
}
