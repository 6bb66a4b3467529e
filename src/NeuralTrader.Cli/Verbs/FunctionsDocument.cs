using System.CommandLine;
using System.Text;
using NeuralTrader.Cli.Calling;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client;

namespace NeuralTrader.Cli.Verbs;

/// <summary>The list of functions as a Markdown document; docs/functions.md is what this makes of the catalogue.</summary>
internal static class FunctionsDocument
{
    /// <summary>The document.</summary>
    public static string Make()
    {
        StringBuilder text = new();
        text.Append("# Functions\n\n");
        text.Append("Made by `nt functions --markdown` from the catalogue. Each is `POST` at its route with its named arguments as JSON, ");
        text.Append("a method of `NeuralTraderClient` under its name, and `nt call NAME`. Functions with an *idempotency key* take it as the header ");
        text.Append("`Idempotency-Key` or as the member `idempotencyKey`. A member of a record has the record's name before it: `constraints.maxWeight` ");
        text.Append("is `maxWeight` of the object `constraints`, `views[].return` is `return` of each object in the list `views`, and `assets.NAME.min` is ");
        text.Append("`min` of each object that `assets` holds by a name.\n");
        foreach (IGrouping<Subject, Function> subject in FunctionCatalog.All.GroupBy(function => function.Subject))
        {
            text.Append($"\n## {subject.Key}\n");
            foreach (Function function in subject) Append(text, function);
        }
        text.Append("\n## Announced, and answered with 501\n\n| part | reason | functions |\n|---|---|---|\n");
        foreach (var part in FunctionCatalog.Unavailable.GroupBy(missing => (missing.Subject, missing.Reason)))
            text.Append($"| {part.Key.Subject} | {part.Key.Reason} | {string.Join(", ", part.Select(missing => missing.Name))} |\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Function function)
    {
        string key = IdempotentRequests.Takes(function.RequestType) ? ", idempotency key" : "";
        string own = function.IsOwn ? ", beside the announced interface" : "";
        text.Append($"\n### {function.Name}\n\n{function.Summary} `{function.Route}`, role {Wire.Word(function.Role)}{key}{own}.\n");
        IReadOnlyList<RequestMember> members = RequestMember.Of(function.RequestType);
        if (members.Count == 0) return;
        text.Append("\n| argument | | |\n|---|---|---|\n");
        foreach (RequestMember member in members)
            text.Append($"| `{member.Path}` | {member.Form} | {member.Words.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }
}
