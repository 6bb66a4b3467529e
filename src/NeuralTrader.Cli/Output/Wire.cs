using System.Text.Json;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Output;

/// <summary>Words as the wire writes them, so that what is read can be typed again.</summary>
internal static class Wire
{
    public static string Word<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, WireJson.Options).GetString()!;
}
