using System.Runtime.CompilerServices;
using System.Text;

namespace NeuralTrader.Cli.Connection;

/// <summary>Server-sent events, as the HTML standard writes them; only the data is read.</summary>
internal static class ServerEvents
{
    public static async IAsyncEnumerable<string> Read(TextReader stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StringBuilder data = new();
        while (await stream.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Length > 0) yield return data.ToString();
                data.Clear();
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                if (data.Length > 0) data.Append('\n');
                data.Append(line.AsSpan(line.Length > 5 && line[5] == ' ' ? 6 : 5));
            }
        }
    }
}
