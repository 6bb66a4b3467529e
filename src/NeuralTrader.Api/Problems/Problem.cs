using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Json;

namespace NeuralTrader.Api.Problems;

/// <summary>A problem as RFC 9457 writes it, with what this platform adds.</summary>
/// <param name="Type">Address of the kind of problem.</param>
/// <param name="Title">What the kind is called.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What happened this time.</param>
/// <param name="Instance">The path that was asked.</param>
/// <param name="TraceId">Names this request in the log.</param>
/// <param name="Field">The member or parameter concerned.</param>
/// <param name="Value">What was given, cut when long.</param>
/// <param name="Allowed">What would have been taken.</param>
/// <param name="Nearest">Names like the one given.</param>
/// <param name="Path">Where in the body, as a JSON path.</param>
/// <param name="Line">Line of the body, from 1.</param>
/// <param name="Position">Byte of the line, from 1.</param>
/// <param name="RetryAfterSeconds">When to try again; the Retry-After header says the same.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string? Instance = null, string? TraceId = null,
    string? Field = null, string? Value = null, string? Allowed = null, IReadOnlyList<string>? Nearest = null,
    string? Path = null, long? Line = null, long? Position = null, int? RetryAfterSeconds = null)
{
    /// <summary>Media type of a problem.</summary>
    public const string MediaType = "application/problem+json";

    private const double LongestRetry = 600;

    private static readonly JsonSerializerOptions Json = new(WireJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>A problem of a kind.</summary>
    public static Problem Of(ProblemType type, string? detail = null) => new(type.Uri, type.Title, type.Status, detail ?? type.Meaning);

    /// <summary>A value that is not allowed.</summary>
    public static Problem Invalid(string field, string? value, string allowed)
    {
        InvalidInputException fault = new(field, value, allowed);
        return Of(ProblemTypes.InvalidInput, fault.Message) with { Field = fault.Field, Value = fault.Value, Allowed = fault.Allowed };
    }

    /// <summary>The platform is busy, for some seconds.</summary>
    internal static Problem Busy(string detail, double seconds) =>
        Of(RefusalProblems.Of(RefusalKind.Overloaded), detail) with { RetryAfterSeconds = (int)Math.Clamp(seconds, 1, LongestRetry) };

    /// <summary>Answers the request with it; does nothing when an answer has begun.</summary>
    internal async Task Write(HttpContext http)
    {
        HttpResponse response = http.Response;
        if (response.HasStarted) return;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        Problem full = this with { Instance = http.Request.Path.Value, TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier };
        byte[] body = Encoding.UTF8.GetBytes(Visible(JsonSerializer.Serialize(full, Json)));
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(body, http.RequestAborted);
    }

    // What turns the direction of a text or cannot be seen in it is escaped, as JSON escapes control characters by itself.
    private static string Visible(string json) =>
        json.Any(IsHidden) ? string.Concat(json.Select(letter => IsHidden(letter) ? $"\\u{(int)letter:x4}" : letter.ToString())) : json;

    private static bool IsHidden(char letter) => char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}

/// <summary>Ends the handling of a request with a problem.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
