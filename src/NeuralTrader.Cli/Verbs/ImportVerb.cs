using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client.Json;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt import`: files from here, files of the platform, a provider's bars, or made-up ones.</summary>
internal static class ImportVerb
{
    public static Verb Create()
    {
        Argument<string[]> files = new("files") { Description = "CSV or Parquet files to send.", Arity = ArgumentArity.ZeroOrMore };
        ImportOptions options = new();
        Verb verb = new("import", "Bring market data in; bad rows are shown with file, line and field. Fails when a file is refused.")
        {
            Examples =
            [
                "nt import AAPL.csv", "nt import prices.csv --symbol AAPL --strict", "nt import --path lean/equity",
                "nt import --provider stooq --symbol spy.us --from 2015-01-01",
                "nt import --synthetic --symbol TEST --bars 2500 --seed 7",
            ],
            Patience = TimeSpan.FromMinutes(30),
            Work = session => Work(session, session.Get(files), options),
        };
        verb.Add(files);
        options.AddTo(verb);
        return verb;
    }

    private static async Task Work(Session session, string[] files, ImportOptions options)
    {
        ImportMarketDataRequest request = options.Request(session);
        int sources = (files.Length > 0 ? 1 : 0) + (request.Path is null ? 0 : 1) + (request.Provider is null ? 0 : 1) + (request.Synthetic is null ? 0 : 1);
        if (sources != 1) throw ProblemException.Usage("Say where from, once: files, --path, --provider or --synthetic.");
        List<JsonElement> answers = [];
        if (files.Length == 0) answers.Add(await session.Ask<ImportMarketDataRequest, JsonElement>(request));
        foreach (string file in files) answers.Add(await Upload(session, file, request));
        foreach (JsonElement answer in answers)
        {
            ImportAnswer report = answer.Deserialize<ImportAnswer>(WireJson.Answers)!;
            if (report.Reports.Any(one => one.Refused)) session.Outcome = ExitCode.Refused;
            if (!session.IsJson) ImportView.Write(session.Page, report);
        }
        if (session.IsJson) session.Shell.Out.WriteLine(answers is [var only] ? only.GetRawText() : JsonSerializer.Serialize(answers, WireJson.Options));
    }

    private static async Task<JsonElement> Upload(Session session, string file, ImportMarketDataRequest request)
    {
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16,
            FileOptions.SequentialScan | FileOptions.Asynchronous);
        ImportMarketDataRequest named = request with { FileName = Path.GetFileName(file),
            Symbol = request.Symbol ?? Path.GetFileNameWithoutExtension(file).ToUpperInvariant() };
        using HttpResponseMessage answer = await session.Gateway.Upload(stream, Query(named), session.CancellationToken);
        return await session.Gateway.Read<JsonElement>(answer, session.CancellationToken);
    }

    // The members of the request that are not at their defaults, by their names on the wire.
    private static string Query(ImportMarketDataRequest request)
    {
        JsonObject usual = JsonSerializer.SerializeToNode(new ImportMarketDataRequest(), WireJson.Options)!.AsObject();
        JsonObject wanted = JsonSerializer.SerializeToNode(request, WireJson.Options)!.AsObject();
        return string.Join('&', wanted.Where(member => member.Value is JsonValue && !JsonNode.DeepEquals(member.Value, usual[member.Key]))
            .Select(member => $"{member.Key}={Uri.EscapeDataString(member.Value!.ToString())}"));
    }
}
