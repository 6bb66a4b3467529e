using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.Json;
using NeuralTrader.Cli.Calling;
using NeuralTrader.Cli.Connection;
using NeuralTrader.Cli.Output;
using NeuralTrader.Cli.Verbs;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Cli;

/// <summary>The whole command line: its verbs, how a line is understood, and what the process ends with.</summary>
internal static class NtCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Run(IReadOnlyList<string> args, Shell shell, CancellationToken cancellationToken)
    {
        bool isJson = args.TakeWhile(arg => arg != "--").Contains(GlobalOptions.Json.Name);
        try
        {
            ParseResult line = Root(args).Parse(args.Count == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (line.Action is { } action and not ParseErrorAction)
                return await line.InvokeAsync(new InvocationConfiguration { Output = shell.Out, Error = shell.Error }, CancellationToken.None);
            if (UsageFaults.Of(line) is { } misunderstood) throw misunderstood;
            using Session session = new(line, shell, cancellationToken);
            await ((Verb)line.CommandResult.Command).Work!(session);
            return session.Outcome;
        }
        catch (ProblemException problem)
        {
            problem.Problem.Write(shell, isJson, isUnknown: problem.ExitCode == ExitCode.Unreachable);
            return problem.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Problem.Local("canceled", "Canceled", "Canceled.").Write(shell, isJson);
            return ExitCode.Canceled;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or MovingException or StartupException)
        {
            Problem.Local("failed", "It did not work", fault.Message).Write(shell, isJson);
            return ExitCode.Refused;
        }
    }

    /// <summary>Every verb.</summary>
    public static RootCommand Root(IReadOnlyList<string> args)
    {
        RootCommand root = new("NeuralTrader.Orleans from the command line. Every function of the platform by its name, and short verbs for the daily ones.");
        foreach (Option option in GlobalOptions.All) root.Add(option);
        Command[] verbs =
        [
            LoginVerb.Create(), FunctionsVerb.Create(), CallVerb.Create(args),
            SystemVerbs.Health(), SystemVerbs.Info(), SystemVerbs.Devices(), SystemVerbs.Shutdown(), ClusterVerb.Create(),
            HaltVerbs.Halt(), HaltVerbs.Resume(), HaltVerbs.List(),
            MarketVerbs.Instruments(), MarketVerbs.Bars(), MarketVerbs.Analyse(), MarketVerbs.Indicator(), ImportVerb.Create(),
            StrategyVerbs.Strategies(), args.Any(MoneyVerb.Marks.Contains) ? MoneyVerb.Create() : StrategyVerbs.Simulate(), MonteCarloVerb.Create(), AllocationVerb.Create(), CorrelationVerb.Create(),
            BacktestVerb.Create(), BacktestListVerbs.List(), BacktestListVerbs.Compare(), OptimizeVerb.Create(), OptimizeVerb.List(),
            RiskVerbs.Risk(), RiskVerbs.Stress(),
            PortfolioVerbs.Create(), OrderVerbs.Buy(), OrderVerbs.Sell(), OrderVerbs.Close(), OrderVerbs.Cancel(), OrderVerbs.Orders(), OrderVerbs.Executions(),
            KeyVerbs.Create(), TokenVerbs.Create(), OwnerVerb.Create(), AddressVerbs.Create(), LimitVerbs.Create(), SecurityVerbs.Create(), AuditVerbs.Create(), CheckVerbs.Create(), DataVerbs.Create(), DoctorVerb.Create(),
        ];
        foreach (Command verb in verbs) root.Add(verb);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
