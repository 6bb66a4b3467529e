namespace NeuralTrader.Standalone;

internal static class Usage
{
    private const string Text = """
        NeuralTrader.Standalone                          start the platform: silo, HTTP interface and console
          --data-dir PATH                                where it keeps everything (also NEURALTRADER__DATADIRECTORY)
          --urls http://127.0.0.1:5080                   where it listens (also ASPNETCORE_URLS)
          --Any:Setting VALUE                            any other setting by its key
        NeuralTrader.Standalone keys create --user NAME --role admin|user|readonly|service [--data-dir PATH]
                                                         make an API key while the platform is stopped
        """;

    /// <summary>What may be typed.</summary>
    public static int Print()
    {
        Console.WriteLine(Text);
        return 2;
    }
}
