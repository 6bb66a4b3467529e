using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Health;
using NeuralTrader.Silo.Hosting;

try
{
    return args switch
    {
        _ when ProgramArguments.AsksForHelp(args) => SiloProcess.Arguments.Show(),
        ["keys", "create", .. string[] rest] => KeyCommand.Arguments.Stranger(rest) is { } stranger
            ? KeyCommand.Arguments.Refuse(stranger) : await KeyCommand.Run(SiloProcess.Builder(rest)),
        ["ready", .. string[] rest] => ReadyCommand.Arguments.Stranger(rest) is { } stranger
            ? ReadyCommand.Arguments.Refuse(stranger) : await ReadyCommand.Run(rest, SiloProcess.Address, Console.Out),
        ["migrate", .. string[] rest] => SiloProcess.Arguments.Stranger(rest) is { } stranger
            ? SiloProcess.Arguments.Refuse(stranger) : await MigrateCommand.Run(SiloProcess.Builder(rest).Configuration, Console.Out),
        _ => SiloProcess.Arguments.Stranger(args) is { } stranger ? SiloProcess.Arguments.Refuse(stranger) : await SiloProcess.Run(args),
    };
}
catch (Exception fault) when (StartupFaults.Sentence(fault) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
