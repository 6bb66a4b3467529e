using System.CommandLine;
using System.Text.Json;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Client.Json;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cli.Verbs;

/// <summary>How instruments go together: `nt correlation`.</summary>
internal static class CorrelationVerb
{
    public static Verb Create()
    {
        CorrelationOptions options = new();
        Verb verb = new("correlation",
            "How instruments go together: the matrix in the order of its clusters, the nearest and farthest pairs, the common factor.")
        {
            Examples =
            [
                "nt correlation SPY AAPL IBM", "nt correlation SPY AAPL --rolling 60 --from 2015-01-01", "nt correlation SPY AAPL IBM --method shrinkage",
                "nt correlation SPY AAPL IBM BAC QQQ --out correlations.csv",
            ],
            Patience = TimeSpan.FromMinutes(10),
            Work = async session =>
            {
                CorrelationAnalysisRequest request = options.Request(session);
                if (options.File(session) is { } file) await Download.To(session, file, form => Matrix(session, request, form));
                else await session.Show(request, (CorrelationAnalysisAnswer answer) => CorrelationView.Write(session.Page, answer));
            },
        };
        options.AddTo(verb);
        return verb;
    }

    private static Task<HttpResponseMessage> Matrix(Session session, CorrelationAnalysisRequest request, string form) => session.Gateway.Call(
        $"api/v1/risk/correlations.{form}", JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Options), idempotencyKey: null, session.CancellationToken);
}

/// <summary>The words of `nt correlation` and the request they make.</summary>
internal sealed class CorrelationOptions
{
    private readonly Argument<string[]> symbols = new("symbols") { Description = "Two or more instruments.", Arity = new ArgumentArity(2, 10_000) };
    private readonly Option<CorrelationMethod?> method = Ask.Word<CorrelationMethod>("--method", "How correlations are estimated; pearson by default.");
    private readonly Option<ShrinkageTarget?> target = Ask.Word<ShrinkageTarget>("--target", "What shrinkage draws towards; constant_correlation by default.");
    private readonly Option<double> decay = new("--decay") { Description = "λ of method ewma.", DefaultValueFactory = _ => 0.94 };
    private readonly Option<int?> window = new("--window") { Description = "Newest returns used; all by default.", HelpName = "returns" };
    private readonly Option<int?> rolling = new("--rolling")
    {
        Description = "Returns of a moving window in which each pair is followed over time.", HelpName = "returns",
    };

    private readonly Option<int> pairs = new("--pairs") { Description = "How many of the highest and lowest pairs to list.", DefaultValueFactory = _ => 10 };
    private readonly Option<string?> file = Download.Option("--out", "the whole matrix, whatever its size,");
    private readonly Option<BarInterval?> interval = Ask.Interval();
    private readonly Option<DateTime?> from = Ask.From(), to = Ask.To();

    public void AddTo(Command verb)
    {
        verb.Add(symbols);
        foreach (Option option in (Option[])[method, target, decay, window, rolling, pairs, file, interval, from, to]) verb.Add(option);
    }

    /// <summary>Where the matrix is to be written; null to show what there is to say of it.</summary>
    public string? File(Session session) => session.Get(file);

    public CorrelationAnalysisRequest Request(Session session) => new(
        session.Get(symbols), null, session.Get(method) ?? CorrelationMethod.Pearson, session.Get(window), session.Get(interval) ?? BarInterval.Day,
        session.Get(from), session.Get(to), session.Get(decay), session.Get(target) ?? ShrinkageTarget.ConstantCorrelation, session.Get(rolling),
        session.Get(pairs));
}
