using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Problems;
using NeuralTrader.Client;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Functions;

/// <summary>The routes of functions, and what is answered where there is none.</summary>
internal static class FunctionRoutes
{
    private static readonly Dictionary<string, string> Names =
        FunctionCatalog.All.Select(function => (function.Route, function.Name))
            .Concat(FunctionCatalog.Unavailable.Select(missing => (Route: Of(missing), missing.Name)))
            .ToDictionary(known => known.Route, known => known.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a function that this build lacks is answered.</summary>
    public static string Of(UnavailableFunction missing) => $"/api/v1/{missing.Subject.ToString().ToLowerInvariant()}/{missing.Name}";

    /// <summary>Answers what no route took: the wrong method, a function that does not exist, or another address.</summary>
    public static Task Unknown(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "";
        if (Names.TryGetValue(path, out string? function))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return Problem.Of(ProblemTypes.MethodNotAllowed, $"{function} is called by POST with its arguments as a JSON object.").Write(http);
        }
        return Missing(path).Write(http);
    }

    /// <summary>No function has this name.</summary>
    public static Problem NoSuch(string name)
    {
        string[] nearest = NearestNames.To(name, Names.Values);
        string detail = nearest.Length == 0
            ? "GET /api/v1/functions lists all functions." : $"Nearest: {string.Join(", ", nearest)}. GET /api/v1/functions lists all.";
        string shown = name.Length > 80 ? name[..80] + "…" : name;
        return Problem.Of(ProblemTypes.UnknownFunction, detail) with { Field = "function", Value = shown, Nearest = nearest };
    }

    private static Problem Missing(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["api", "v1", _, var name] ? NoSuch(name) : Problem.Of(ProblemTypes.NotFound);
    }
}
