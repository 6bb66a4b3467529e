using NeuralTrader.Api.Hosting;
using NeuralTrader.ServiceDefaults;

try
{
    if (ProgramArguments.AsksForHelp(args)) return ApiProcess.Arguments.Show();
    return ApiProcess.Arguments.Stranger(args) is { } stranger ? ApiProcess.Arguments.Refuse(stranger) : await ApiProcess.Run(args);
}
catch (Exception fault) when (StartupFaults.Sentence(fault) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
