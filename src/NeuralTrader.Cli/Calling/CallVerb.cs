using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client;

namespace NeuralTrader.Cli.Calling;

/// <summary>`nt call`: every function of the catalogue as a verb whose options are the members of its request.</summary>
internal static class CallVerb
{
    /// <summary>The verb's word.</summary>
    public const string Name = "call";

    /// <summary>The verb; a function's options are made only when the command line names it.</summary>
    public static Command Create(IReadOnlyList<string> args)
    {
        Command call = new(Name, "Call any function by its name; `nt functions` lists them, `nt call NAME --help` shows a function's options.");
        foreach (Function function in FunctionCatalog.All) call.Add(Of(function, args.Contains(function.Name)));
        foreach (UnavailableFunction missing in FunctionCatalog.Unavailable) call.Add(Refused(missing));
        return call;
    }

    /// <summary>One function as a verb.</summary>
    public static Verb Of(Function function, bool withOptions = true)
    {
        Argument<string?> body = new("json")
        {
            Description = "The request as JSON, @file to read it from a file, or - to read it from standard input; options go on top of it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        IReadOnlyList<RequestOption> options = withOptions ? RequestOption.Of(function.RequestType) : [];
        Verb verb = new(function.Name, function.Summary)
        {
            Examples = [$"nt call {function.Name} --json", $"nt call {function.Name} @request.json"],
            Patience = TimeSpan.FromMinutes(10),
            Writes = IdempotentRequests.Takes(function.RequestType),
            Work = session => Work(session, function, body, options),
        };
        verb.Add(body);
        foreach (RequestOption option in options) verb.Add(option.Option);
        return verb;
    }

    private static async Task Work(Session session, Function function, Argument<string?> body, IReadOnlyList<RequestOption> options)
    {
        JsonObject request = await Body(session, session.Get(body)) is JsonObject given ? given
            : throw ProblemException.Usage("The request is JSON, but no object; allowed: an object of named arguments, such as {\"symbol\":\"SPX\"}.");
        foreach (RequestOption option in options) session.Apply(option, request);
        string? key = null;
        if (IdempotentRequests.NeedsKey(function.RequestType, request)) key = (request["idempotencyKey"] as JsonValue)?.ToString() ?? session.Key();
        using HttpResponseMessage answer = await session.Gateway.Call(function.Route, JsonSerializer.SerializeToUtf8Bytes(request), key,
            session.CancellationToken);
        if (session.IsJson) await session.Gateway.CopyBody(answer, session.Shell.Out, session.CancellationToken);
        else AnswerView.Write(session.Page, await session.Gateway.Read<JsonElement>(answer, session.CancellationToken));
    }

    private static async Task<JsonNode?> Body(Session session, string? given)
    {
        if (given is null) return new JsonObject();
        string text = given switch
        {
            "-" => await session.Shell.In.ReadToEndAsync(session.CancellationToken),
            ['@', .. var path] => await File.ReadAllTextAsync(path, session.CancellationToken),
            _ => given,
        };
        return OptionValue.Json(text, "The request");
    }

    private static Verb Refused(UnavailableFunction missing) => new(missing.Name, missing.Reason)
    {
        Hidden = true,
        TreatUnmatchedTokensAsErrors = false,
        Work = _ => throw new ProblemException(
            Problem.Local("not-available", "The function is not in this build", $"{missing.Name} is not available: {missing.Reason}"), ExitCode.Refused),
    };
}
