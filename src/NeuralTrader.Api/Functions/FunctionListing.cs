using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Api.Documents;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Functions;

/// <summary>A function as it is listed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Category">The part of the product it belongs to.</param>
/// <param name="Route">Where it is called, by POST.</param>
/// <param name="Role">The least role that may call it.</param>
/// <param name="Accelerated">True where it has an accelerated path.</param>
/// <param name="Status">"available" or "unavailable".</param>
/// <param name="Reason">Why it is unavailable; null where it is not.</param>
/// <param name="Summary">One sentence on what it does.</param>
/// <param name="TakesIdempotencyKey">True for functions that move money or orders.</param>
/// <param name="Request">JSON schema of its arguments; null where unavailable.</param>
/// <param name="Answer">JSON schema of its answer; null where unavailable.</param>
/// <param name="Example">Arguments that could be sent; null where unavailable.</param>
internal sealed record ListedFunction(
    string Name, Subject Category, string Route, string Role, bool Accelerated, string Status, string? Reason, string Summary, bool TakesIdempotencyKey,
    JsonNode? Request, JsonNode? Answer, JsonNode? Example);

/// <summary>All functions, as they are listed.</summary>
/// <param name="Available">How many of the announced interface work.</param>
/// <param name="Listed">How many the announced interface has.</param>
/// <param name="Own">How many this platform has beside it.</param>
/// <param name="Functions">By category and name.</param>
internal sealed record FunctionList(int Available, int Listed, int Own, IReadOnlyList<ListedFunction> Functions);

/// <summary>Tells callers what there is to call.</summary>
internal static class FunctionListing
{
    private static readonly Lazy<FunctionList> Everything = new(Made);

    public static void MapFunctionListing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/functions", () => TypedResults.Json(Everything.Value, WireJson.Options))
            .WithName("listFunctions").WithTags("Functions").WithSummary("Every function with its route, role, status and JSON schemas.")
            .RequireAuthorization(Policies.ReadOnly);
        routes.MapGet("/api/v1/functions/{name}", (HttpContext http, string name) => One(http, name))
            .WithName("describeFunction").WithTags("Functions").WithSummary("One function with its JSON schemas and an example.")
            .RequireAuthorization(Policies.ReadOnly);
    }

    private static Task One(HttpContext http, string name)
    {
        ListedFunction? function = Everything.Value.Functions.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
        return function is null
            ? FunctionRoutes.NoSuch(name).Write(http)
            : http.Response.WriteAsJsonAsync(function, WireJson.Options, http.RequestAborted);
    }

    private static FunctionList Made()
    {
        ListedFunction[] working = [.. FunctionCatalog.All.Select(Of)];
        ListedFunction[] missing = [.. FunctionCatalog.Unavailable.Select(Of)];
        return new FunctionList(FunctionCatalog.Working, FunctionCatalog.Announced, FunctionCatalog.All.Count - FunctionCatalog.Working,
            [.. working.Concat(missing).OrderBy(f => f.Category).ThenBy(f => f.Name, StringComparer.Ordinal)]);
    }

    private static ListedFunction Of(Function function) => new(
        function.Name, function.Subject, function.Route, function.Role.ToString(), function.IsAccelerated, "available", null, function.Summary,
        function.Accept(TakesKey.Visitor), Schemas.Of(function.RequestType), Schemas.Of(function.AnswerType), Schemas.Example(function.RequestType));

    private static ListedFunction Of(UnavailableFunction missing) => new(
        missing.Name, missing.Subject, FunctionRoutes.Of(missing), nameof(Abstractions.Security.Role.ReadOnly), false, "unavailable", missing.Reason,
        $"Not in this build: {missing.Reason}", false, null, null, null);
}

/// <summary>Tells which functions take an idempotency key.</summary>
internal sealed class TakesKey : IFunctionVisitor<bool>
{
    public static TakesKey Visitor { get; } = new();

    public bool Visit<TRequest, TAnswer>(Function<TRequest, TAnswer> function)
        where TRequest : class => IdempotencyKeys.RuleOf<TRequest>() is not null;
}
