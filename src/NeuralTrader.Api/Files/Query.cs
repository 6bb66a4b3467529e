using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Functions;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Problems;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Files;

/// <summary>The parameters of a plain GET, read by the same rules as a function's members: nothing unknown, nothing twice, nothing guessed.</summary>
internal sealed class Query
{
    private readonly IQueryCollection given;

    /// <exception cref="ProblemException">A parameter is unknown or given twice.</exception>
    public Query(HttpRequest request, params string[] known)
    {
        given = request.Query;
        foreach ((string name, var values) in given)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw new ProblemException(Problem.Invalid(name, "an unknown parameter",
                    known.Length == 0 ? "no parameters" : string.Join(", ", known)) with { Nearest = NearestNames.To(name, known) });
            if (values.Count > 1) throw new ProblemException(Problem.Invalid(name, "given twice", "each parameter once"));
        }
    }

    /// <summary>Text as it was given; null when it was not.</summary>
    public string? Text(string name) => given.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A whole number.</summary>
    public int Whole(string name, int otherwise) =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value
        : throw new ProblemException(Problem.Invalid(name, text, "a whole number"));

    /// <summary>true or false.</summary>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" or "" => true,
        string other => throw new ProblemException(Problem.Invalid(name, other, "true or false")),
    };

    /// <summary>A word of an enum, or a date or time, as JSON writes it; null when it was not given.</summary>
    public T? Word<T>(string name)
        where T : struct
    {
        if (Text(name) is not { } text) return null;
        try
        {
            return JsonSerializer.SerializeToElement(text, WireJson.Options).Deserialize(WireJson.TypeOf<T>());
        }
        catch (JsonException)
        {
            throw new ProblemException(Problem.Invalid(name, text, WireWords.Allowed(WireJson.TypeOf<T>())));
        }
    }
}
