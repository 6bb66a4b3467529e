using System.CommandLine;
using System.Text.Json.Serialization;
using NeuralTrader.Cli.Calling;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt functions`: what the platform can be asked.</summary>
internal static class FunctionsVerb
{
    public static Verb Create()
    {
        Argument<string?> filter = new("filter")
        {
            Description = "A function's name, to see its arguments, or only those with this in their name, subject or summary.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> offline = new("--offline") { Description = "What this nt knows, without asking the platform." };
        Option<bool> markdown = new("--markdown") { Description = "As the document docs/functions.md, with every argument." };
        Verb verb = new("functions", "List the functions of the platform.")
        {
            Examples = ["nt functions", "nt functions backtest", "nt functions optimizePortfolio", "nt functions --offline --json"],
            Work = session => session.Get(markdown)
                ? session.Shell.Out.WriteAsync(FunctionsDocument.Make())
                : Work(session, session.Get(filter), session.Get(offline)),
        };
        verb.Add(filter);
        verb.Add(offline);
        verb.Add(markdown);
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
        if (!session.IsJson && FunctionCatalog.All.FirstOrDefault(one => string.Equals(one.Name, filter, StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            Show(session.Page, named);
            return;
        }
        FunctionLine[] all = offline ? Known() : await Served(session);
        FunctionLine[] found = [.. all.Where(line => filter is null || line.Holds(filter))];
        if (session.IsJson) session.PrintJson(found);
        else
        {
            session.Page.Table(found,
                new("Function", line => line.Name), new("Subject", line => line.Category), new("Role", line => line.Role),
                new("Works", line => Figures.YesNo(line.Works)),
                new("What it does", line => line.Works ? line.Summary : line.Reason ?? ""));
            session.Page.Note($"{found.Length} of {all.Length}, {found.Count(line => line.Works)} of them work. `nt functions NAME` shows one with its "
                + "arguments, "
                + "`nt call NAME` calls it.");
        }
    }

    private static void Show(Page page, Function function)
    {
        page.Heading($"{function.Name}, role {Wire.Word(function.Role)}");
        page.Line(function.Summary);
        page.Note($"POST {function.Route}");
        page.Table(RequestMember.Of(function.RequestType),
            new("Argument", member => member.Path), new("", member => member.Form, Drop: 2), new("What it is", member => member.Words));
    }

    private static FunctionLine[] Known() =>
    [
        .. FunctionCatalog.All.Select(known =>
            new FunctionLine(known.Name, Wire.Word(known.Subject), Wire.Word(known.Role), "available", known.Summary, null)),
        .. FunctionCatalog.Unavailable.Select(missing =>
            new FunctionLine(missing.Name, Wire.Word(missing.Subject), "", "unavailable", "", missing.Reason)),
    ];

    private static async Task<FunctionLine[]> Served(Session session)
    {
        using HttpResponseMessage answer = await session.Gateway.Fetch("api/v1/functions", session.CancellationToken);
        return (await session.Gateway.Read<FunctionList>(answer, session.CancellationToken)).Functions;
    }

    private sealed record FunctionList(FunctionLine[] Functions);

    private sealed record FunctionLine(string Name, string Category, string Role, string Status, string Summary, string? Reason)
    {
        [JsonIgnore]
        public bool Works => Status == "available";

        public bool Holds(string text) => new[] { Name, Category, Summary }.Any(part => part.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}
