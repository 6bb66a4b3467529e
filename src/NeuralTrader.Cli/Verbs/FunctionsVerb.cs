using System.CommandLine;
using System.Text.Json;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt functions`: what the platform can be asked.</summary>
internal static class FunctionsVerb
{
    public static Verb Create()
    {
        Argument<string?> filter = new("filter") { Description = "Only those with this in their name, subject or summary.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> offline = new("--offline") { Description = "What this nt knows, without asking the platform." };
        Verb verb = new("functions", "List the functions of the platform.")
        {
            Examples = ["nt functions", "nt functions backtest", "nt functions --offline --json"],
            Work = session => Work(session, session.Get(filter), session.Get(offline)),
        };
        verb.Add(filter);
        verb.Add(offline);
        return verb;
    }

    private static async Task Work(Session session, string? filter, bool offline)
    {
        if (!offline && session.IsJson && filter is null)
        {
            using HttpResponseMessage answer = await session.Gateway.Fetch("api/v1/functions", session.CancellationToken);
            await session.Gateway.CopyBody(answer, session.Shell.Out, session.CancellationToken);
            return;
        }
        FunctionLine[] all = offline ? Known() : await Served(session);
        FunctionLine[] found = [.. all.Where(line => filter is null || line.Holds(filter))];
        if (session.IsJson) session.PrintJson(found);
        else
        {
            session.Page.Table(found,
                new("Function", line => line.Name), new("Subject", line => line.Subject), new("Role", line => line.Role), new("What it does", line => line.Summary));
            session.Page.Note($"{found.Length} of {all.Length}. `nt call NAME --help` shows a function's options.");
        }
    }

    private static FunctionLine[] Known() =>
        [.. FunctionCatalog.All.Select(function => new FunctionLine(function.Name, Word(function.Subject), Word(function.Role), function.Summary))];

    private static string Word<T>(T value) => JsonSerializer.SerializeToElement(value, WireJson.Options).GetString()!;

    private static async Task<FunctionLine[]> Served(Session session)
    {
        using HttpResponseMessage answer = await session.Gateway.Fetch("api/v1/functions", session.CancellationToken);
        JsonElement body = await session.Gateway.Read<JsonElement>(answer, session.CancellationToken);
        JsonElement list = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("functions", out JsonElement inner) ? inner : body;
        if (list.ValueKind != JsonValueKind.Array) return [];
        return [.. list.EnumerateArray().Where(line => line.ValueKind == JsonValueKind.Object)
            .Select(line => new FunctionLine(Text(line, "name"), Text(line, "subject"), Text(line, "role"), Text(line, "summary")))];
    }

    private static string Text(JsonElement line, string member) =>
        line.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private sealed record FunctionLine(string Name, string Subject, string Role, string Summary)
    {
        public bool Holds(string text) => new[] { Name, Subject, Summary }.Any(part => part.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}
