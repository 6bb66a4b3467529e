using NeuralTrader.Silo.Hosting;

try
{
    return args switch
    {
        ["migrate", .. string[] rest] when SiloProcess.Stranger(rest) is null => await MigrateCommand.Run(SiloProcess.Builder(rest).Configuration, Console.Out),
        [] or [['-', ..], ..] when SiloProcess.Stranger(args) is null => await SiloProcess.Run(args),
        _ => SiloProcess.Usage(),
    };
}
catch (Exception fault) when (StartupFaults.Sentence(fault) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
