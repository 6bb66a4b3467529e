using NeuralTrader.ServiceDefaults;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Standalone;

try
{
    if (Usage.Stranger(args) is { } stranger) return Usage.Refuse(stranger);
    return args switch
    {
        ["keys", "create", ..] => await KeyCommand.Run(Platform.Builder(args[2..])),
        ["migrate", ..] => await MigrateCommand.Run(Platform.Builder(args[1..]).Configuration, Console.Out),
        [] or [['-', ..], ..] when !args.Any(arg => arg is "-h" or "-?" or "--help") => await Platform.Run(args),
        _ => Usage.Print(),
    };
}
catch (Exception fault) when (StartupFaults.Sentence(fault) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
