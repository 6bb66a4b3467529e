using System.Globalization;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>
/// Makes a text fit for one place and tells every change: it is normalised, then encoded as that place needs it. Nothing that means something is lost;
/// "O'Reilly Automotive" stays whole.
/// </summary>
public static class Sanitizer
{
    /// <summary>The longest text that is taken, in UTF-16 units.</summary>
    public const int Longest = 100_000;

    /// <summary>Makes a text fit.</summary>
    /// <param name="input">Any UTF-16, lone surrogates too; at most 100,000 units.</param>
    /// <param name="context">Where it is going to stand.</param>
    /// <param name="maxLength">The most UTF-16 units that are kept of the normalised text before it is encoded, 1 to 100,000.</param>
    /// <returns>The text; refused for SQL, which takes parameters.</returns>
    /// <exception cref="InvalidInputException">The text is missing or too long, or an argument is out of range.</exception>
    public static Answer<SanitizedText> Sanitize(string? input, SanitizeContext context, int maxLength = Longest)
    {
        if (input is null || input.Length > Longest)
            throw Require.Invalid(nameof(input), input is null ? null : string.Create(CultureInfo.InvariantCulture, $"{input.Length} characters"), "a text of at most 100,000 characters");
        Require.Between(maxLength, 1, Longest);
        if (!Enum.IsDefined(context)) throw Require.Invalid(nameof(context), context, string.Join(", ", Enum.GetNames<SanitizeContext>()));
        if (context == SanitizeContext.SqlLiteral)
            return new Refusal(RefusalKind.UnsafeContext, "No text is made fit to stand inside SQL: give it to the database as a parameter, where it needs no change and can do no harm.", "context");

        TextEdit plain = PlainText.Normalise(input, maxLength, keepsBreaks: context != SanitizeContext.FileName);
        TextEdit fit = context switch
        {
            SanitizeContext.PlainText => plain,
            SanitizeContext.HtmlText => Encodings.HtmlText(plain.Next()),
            SanitizeContext.Html => HtmlCleaner.Clean(plain.Next()),
            SanitizeContext.CsvCell => Encodings.CsvCell(plain.Next()),
            SanitizeContext.LogLine => Encodings.LogLine(plain.Next()),
            SanitizeContext.FileName => FileNames.Fit(plain.Next()),
            SanitizeContext.SqlLiteral => throw new InvalidOperationException("SQL is refused above."),
        };
        string text = context == SanitizeContext.Html ? CanonicalForm.Compose(fit.Text) : fit.Text; // a tag taken out may have stood between a letter and its mark
        return new SanitizedText(context, text, text != input, fit.Changes, fit.ChangeCount);
    }
}
