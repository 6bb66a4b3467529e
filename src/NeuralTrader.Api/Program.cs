using NeuralTrader.Api.Hosting;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Health;

try
{
    if (ProgramArguments.AsksForHelp(args)) return ApiProcess.Arguments.Show();
    if (args is ["ready", .. string[] rest])
        return ReadyCommand.Arguments.Stranger(rest) is { } unknown ? ReadyCommand.Arguments.Refuse(unknown) : await ReadyCommand.Run(rest, ApiProcess.Address, Console.Out);
    return ApiProcess.Arguments.Stranger(args) is { } stranger ? ApiProcess.Arguments.Refuse(stranger) : await ApiProcess.Run(args);
}
catch (Exception fault) when (StartupFaults.Sentence(fault) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
