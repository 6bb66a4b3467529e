using System.CommandLine;
using System.Text.Json;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Connection;
using NeuralTrader.Cli.Doctor;
using NeuralTrader.Cli.Output;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt doctor`: looks at everything that keeps a platform from starting or from keeping its promises.</summary>
internal static class DoctorVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Verb Create()
    {
        Option<string?> place = LocalPlaces.Option("--in", "Where everything is kept; the platform's own place by default");
        Verb verb = new("doctor", "Look for what keeps a platform from starting, or from keeping its promises; one line each. Fails when something is bad.")
        {
            Examples = ["nt doctor", "nt doctor --in 'Host=127.0.0.1;Database=neuraltrader;Username=nt' --url http://127.0.0.1:5080", "nt doctor --json"],
            Work = async session =>
            {
                Examination examination = Diagnosis.Of(await Look(session, LocalPlaces.Of(session, place)));
                if (examination.Verdict == Verdict.Bad) session.Outcome = ExitCode.Refused;
                if (session.IsJson) session.PrintJson(examination);
                else Show(session.Page, examination);
            },
        };
        verb.Add(place);
        return verb;
    }

    private static async Task<Facts> Look(Session session, string text)
    {
        if (File.Exists(text)) throw ProblemException.Usage($"--in is '{text}', a file; allowed: a data directory, or a connection string of PostgreSQL. `nt data verify --in` checks a back-up.");
        DataPlace place = LocalPlaces.Place(text);
        PlatformAnswer platform = await Probe.Platform(session.Endpoint, session.Has(GlobalOptions.Url) || session.Shell.Variable("NT_URL") is not null, session.CancellationToken);
        return new Facts(
            Probe.Machine(session.Shell.Variable),
            place.NeedsPepper ? null : Probe.Directory(text),
            place.NeedsPepper ? await DatabaseProbe.Look(text, place.Description, session.CancellationToken) : null,
            platform, Probe.Pepper(session.Shell.Variable), platform.Fault is null ? await Halts(session) : null);
    }

    // Null for who has no key, and where it is not said.
    private static async Task<TradingHaltList?> Halts(Session session)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(session.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            TradingHaltList told = await session.Ask<GetTradingHaltsRequest, TradingHaltList>(new GetTradingHaltsRequest(Limit: 0), limit.Token);
            return told is { InForce: not null } ? told : null;
        }
        catch (Exception fault) when (fault is ProblemException or JsonException or OperationCanceledException && !session.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static void Show(Page page, Examination examination)
    {
        page.Table(
            examination.Findings, new(" ", finding => Wire.Word(finding.Verdict)), new("Check", finding => finding.Check), new("Found", finding => finding.Found),
            new("Cure", finding => finding.Cure ?? ""));
        Action<string> say = examination.Verdict switch { Verdict.Ok => page.Good, Verdict.Warn => page.Warn, Verdict.Bad => page.Bad };
        say(examination.Verdict switch
        {
            Verdict.Ok => "Everything is well.",
            Verdict.Warn => "It works; what is marked warn deserves a look.",
            Verdict.Bad => "What is marked bad keeps the platform from starting, or from keeping its promises.",
        });
    }
}
