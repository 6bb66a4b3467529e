using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralTrader.Cli.Output;

/// <summary>A problem as RFC 9457 writes it: the platform's, or one that nt found itself.</summary>
/// <param name="Body">All of it.</param>
internal sealed record Problem(JsonObject Body)
{
    // For terminals and logs, never for a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>HTTP status; 0 where nobody answered.</summary>
    public int Status
    {
        get => Body["status"] is JsonValue value && value.TryGetValue(out int status) ? status : 0;
        init => Body["status"] = value;
    }

    /// <summary>One that nt found itself.</summary>
    public static Problem Local(string slug, string title, string detail) =>
        new(new JsonObject { ["type"] = $"/problems/nt-{slug}", ["title"] = title, ["detail"] = detail });

    /// <summary>The platform's; null where the body is something else.</summary>
    public static Problem? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject problem && (problem["title"] ?? problem["detail"] ?? problem["type"]) is JsonValue
                ? new Problem(problem) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The problem with the key of the command that met it, so that the command can be sent again.</summary>
    public Problem WithKey(string? idempotencyKey)
    {
        if (idempotencyKey is not null) Body["idempotencyKey"] = idempotencyKey;
        return this;
    }

    /// <summary>The problem in one sentence: what happened, field, value, what is allowed, and what to do next.</summary>
    public string Sentence()
    {
        if (Status == 401) return $"{(Text("title") ?? "A key is needed").TrimEnd('.')}: set NT_API_KEY or run `nt login`.";
        StringBuilder sentence = new(Text("detail") ?? Text("title") ?? "The platform refused.");
        string said = sentence.ToString();
        if (Text("field") is { } field && Text("value") is { } value && !said.Contains(field, StringComparison.Ordinal)) Append(sentence, $"{field} is '{value}'");
        if (Text("allowed") is { } allowed && !said.Contains(allowed, StringComparison.Ordinal)) Append(sentence, $"allowed: {allowed}");
        if (Body["nearest"] is JsonArray { Count: > 0 } nearest && !said.Contains("earest", StringComparison.Ordinal))
            Append(sentence, $"nearest: {string.Join(", ", nearest)}");
        if (Body["retryAfterSeconds"] is JsonValue wait) Append(sentence, $"try again in {wait} s");
        if (Status >= 500 && Text("traceId") is { } trace) Append(sentence, $"trace {trace}");
        return sentence.ToString();
    }

    /// <summary>Writes it to standard error: red for people, JSON for programs.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="isJson">For programs.</param>
    /// <param name="isUnknown">True where the platform may have done what it was asked all the same.</param>
    public void Write(Shell shell, bool isJson, bool isUnknown = false)
    {
        if (isJson) shell.Error.WriteLine(Body.ToJsonString(Readable));
        else
        {
            shell.Notes.Bad(Sentence());
            if (isUnknown && Text("idempotencyKey") is { } key)
                shell.Notes.Note($"Whether it was done is not known. Send it again with --idempotency-key {key}: it is done once.");
        }
    }

    private string? Text(string member) => Body[member] is JsonValue value ? value.ToString() : null;

    private static void Append(StringBuilder sentence, string more)
    {
        while (sentence.Length > 0 && sentence[^1] is '.' or ' ') sentence.Length--;
        sentence.Append("; ").Append(more).Append('.');
    }
}

/// <summary>Ends a command with a problem.</summary>
/// <param name="problem">What happened.</param>
/// <param name="exitCode">What the process ends with.</param>
internal sealed class ProblemException(Problem problem, int exitCode) : Exception(problem.Sentence())
{
    public Problem Problem { get; } = problem;

    public int ExitCode { get; } = exitCode;

    /// <summary>The command line is not understood.</summary>
    public static ProblemException Usage(string detail, string? value = null, string[]? nearest = null)
    {
        Problem problem = Problem.Local("usage", "The command line is not understood", detail);
        if (value is not null) problem.Body["value"] = value;
        if (nearest is { Length: > 0 }) problem.Body["nearest"] = new JsonArray([.. nearest.Select(name => (JsonNode)name)]);
        return new ProblemException(problem, Cli.ExitCode.Usage);
    }
}
