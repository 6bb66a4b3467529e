using System.Globalization;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Console;

/// <summary>What a form was sent with; its texts stay in the form when it is refused.</summary>
/// <param name="context">The request.</param>
/// <param name="form">The form's name; another form's fields are not read.</param>
public sealed class FormFields(HttpContext context, string form)
{
    private readonly IFormCollection? sent =
        context.Request.HasFormContentType && context.Request.Form["_handler"] == form ? context.Request.Form : null;

    /// <summary>A field as it was sent; what it is to begin with before that.</summary>
    public string Keep(string field, string initial = "") => sent is null ? initial : Text(field) ?? "";

    /// <summary>Whether a box is ticked.</summary>
    public bool IsTicked(string field, bool initial = false) => sent is null ? initial : Text(field) is not null;

    /// <summary>A field's text, trimmed; null when it is empty.</summary>
    public string? Text(string field) => sent?[field].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A file that came with the form.</summary>
    public IFormFile? File(string field) => sent?.Files[field] is { Length: > 0 } file ? file : null;

    /// <summary>An amount of money or units; null when the field is empty.</summary>
    /// <exception cref="InvalidInputException">It is not a number.</exception>
    public decimal? Amount(string field) => Text(field) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) ? value
        : throw new InvalidInputException(field, text, "a number such as 1250.50");

    /// <summary>A number; null when the field is empty.</summary>
    /// <exception cref="InvalidInputException">It is not a number.</exception>
    public double? Number(string field) => Text(field) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
        : throw new InvalidInputException(field, text, "a number such as 0.25");

    /// <summary>A percentage as the fraction it means; null when the field is empty.</summary>
    public double? Fraction(string field) => Number(field) / 100;

    /// <summary>A UTC date; null when the field is empty.</summary>
    /// <exception cref="InvalidInputException">It is not a date.</exception>
    public DateTime? Date(string field) => Text(field) is not { } text ? null
        : DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date) ? date
        : throw new InvalidInputException(field, text, "a date such as 2020-12-31");

    /// <summary>One of an enum's names.</summary>
    /// <exception cref="InvalidInputException">It is none of them.</exception>
    public T Choice<T>(string field, T initial)
        where T : struct, Enum => Text(field) is not { } text ? initial
        : Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value
        : throw new InvalidInputException(field, text, string.Join(", ", Enum.GetNames<T>()));
}
