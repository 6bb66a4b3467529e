using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Api.Console;

/// <summary>What a form was sent with; its texts stay in the form when it is refused.</summary>
public sealed class FormFields
{
    /// <summary>What a link says of a box that is not ticked; a form says nothing.</summary>
    public const string NotTicked = "false";

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private readonly Func<string, StringValues>? sent, offered;
    private readonly IFormFileCollection? files;

    /// <summary>A form that changes something, sent as a body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="form">The form's name; another form's fields are not read.</param>
    /// <param name="isOffered">True where a link may fill the form in to begin with.</param>
    public FormFields(HttpContext context, string form, bool isOffered = false)
    {
        if (isOffered) offered = field => context.Request.Query[field];
        if (!context.Request.HasFormContentType || context.Request.Form["_handler"] != form) return;
        sent = field => context.Request.Form[field];
        files = context.Request.Form.Files;
    }

    private FormFields(Func<string, StringValues> offered, bool isSent) => (this.offered, sent) = (offered, isSent ? offered : null);

    /// <summary>True where the form was sent.</summary>
    public bool IsSent => sent is not null;

    /// <summary>A form that asks and changes nothing, sent in the address: its answer has a link. A link without <c>ask</c> fills it in.</summary>
    public static FormFields OfAddress(HttpContext context) => new(field => context.Request.Query[field], context.Request.Query.ContainsKey("ask"));

    /// <summary>A field as it was sent; what it is to begin with before that.</summary>
    public string Keep(string field, string initial = "") =>
        sent is null || sent(field).Count == 0 ? One(offered, field) ?? initial : Text(field) ?? ""; // an emptied field stays empty

    /// <summary>Whether a box is ticked.</summary>
    public bool IsTicked(string field, bool initial = false) =>
        sent is not null ? Text(field) is not null : One(offered, field) is { } said ? said != NotTicked : initial;

    /// <summary>A field's text, trimmed; null when it is empty.</summary>
    public string? Text(string field) => One(sent, field);

    /// <summary>A file that came with the form.</summary>
    public IFormFile? File(string field) => files?[field] is { Length: > 0 } file ? file : null;

    /// <summary>Symbols with commas, spaces or lines between them, each once.</summary>
    /// <exception cref="InvalidInputException">There are too few, or one is malformed.</exception>
    public string[] Symbols(string field, int least = 1)
    {
        string[] texts = (Text(field) ?? "").Split([',', ' ', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] symbols = [.. texts.Select(one => Symbol.Parse(one, field)).Distinct()];
        return symbols.Length >= least ? symbols
            : throw new InvalidInputException(field, Text(field),
                $"{(least == 1 ? "one symbol or more" : $"at least {least} symbols")}, with commas between them");
    }

    /// <summary>A whole number; null when the field is empty.</summary>
    /// <exception cref="InvalidInputException">It is not a whole number.</exception>
    public int? Whole(string field) => Text(field) is not { } text ? null
        : int.TryParse(text, NumberStyles.Integer | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int value) ? value
        : throw new InvalidInputException(field, text, "a whole number");

    /// <summary>An amount of money or units; null when the field is empty.</summary>
    /// <exception cref="InvalidInputException">It is not a number.</exception>
    public decimal? Amount(string field) => Text(field) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) ? value
        : throw new InvalidInputException(field, text, "a number such as 1250.50");

    /// <summary>A number; null when the field is empty.</summary>
    /// <exception cref="InvalidInputException">It is not a number.</exception>
    public double? Number(string field) => Text(field) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) ? value
        : throw new InvalidInputException(field, text, "a number such as 0.25");

    /// <summary>A percentage as the fraction it means, 1.3 as the double that 0.013 is; null when the field is empty.</summary>
    public double? Fraction(string field) =>
        Number(field) is not { } percent ? null : Math.Abs(percent) < 1e15 ? (double)((decimal)percent / 100) : percent / 100;

    /// <summary>A UTC date; null when the field is empty.</summary>
    /// <exception cref="InvalidInputException">It is not a date.</exception>
    public DateTime? Date(string field) => Text(field) is not { } text ? null
        : DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out DateTime date) ? date
        : throw new InvalidInputException(field, text, "a date such as 2020-12-31");

    /// <summary>One of an enum's names.</summary>
    /// <exception cref="InvalidInputException">It is none of them.</exception>
    public T Choice<T>(string field, T initial)
        where T : struct, Enum => Text(field) is not { } text ? initial
        : Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value
        : throw new InvalidInputException(field, text, string.Join(", ", Enum.GetNames<T>()));

    private static string? One(Func<string, StringValues>? from, string field) => from?.Invoke(field).ToString().Trim() is { Length: > 0 } text ? text : null;
}
