using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NeuralTrader.Benchmarks;

/// <summary>Callers that each keep one connection and one call in flight. Bare sockets, so that the caller costs little beside the platform.</summary>
/// <param name="port">On loopback.</param>
/// <param name="key">Of the platform.</param>
internal sealed class HttpLoad(int port, string key)
{
    /// <summary>What came of a load.</summary>
    /// <param name="Seconds">From the first call to the last answer.</param>
    /// <param name="Latencies">Of every answered call, seconds.</param>
    /// <param name="Statuses">Answers by HTTP status; 0 counts calls that got none.</param>
    /// <param name="WithoutRetryAfter">Refusals of 429 or 503 that did not say when to come again.</param>
    public sealed record Outcome(double Seconds, List<double> Latencies, SortedDictionary<int, int> Statuses, int WithoutRetryAfter);

    /// <summary>Opens all connections, then lets every caller make its calls one after another.</summary>
    public async Task<Outcome> Run(string route, string body, int callers, int callsEach)
    {
        byte[] request = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {route} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        Socket[] sockets = new Socket[callers];
        for (int i = 0; i < callers; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(IPAddress.Loopback, port);
        }
        ConcurrentBag<double> latencies = [];
        ConcurrentDictionary<int, int> statuses = new();
        int silent = 0;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(sockets.Select(Call));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (Socket socket in sockets) socket.Dispose();
        return new Outcome(seconds, [.. latencies], new SortedDictionary<int, int>(statuses), silent);

        async Task Call(Socket socket)
        {
            byte[] buffer = new byte[16 * 1024];
            for (int i = 0; i < callsEach; i++)
            {
                long sent = Stopwatch.GetTimestamp();
                (int status, bool saysWhen) = await Exchange(socket, request, buffer);
                statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                if (status == 0) return;
                if (status is 429 or 503 && !saysWhen) Interlocked.Increment(ref silent);
                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalSeconds);
            }
        }
    }

    private static async Task<(int Status, bool SaysWhen)> Exchange(Socket socket, byte[] request, byte[] buffer)
    {
        try
        {
            await socket.SendAsync(request);
            int length = 0, whole = -1, status = 0;
            bool saysWhen = false;
            while (whole < 0 || length < whole)
            {
                if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                int read = await socket.ReceiveAsync(buffer.AsMemory(length));
                if (read == 0) return (0, false);
                length += read;
                if (whole < 0 && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is var end and >= 0)
                {
                    string head = Encoding.ASCII.GetString(buffer, 0, end);
                    status = int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
                    saysWhen = head.Contains("Retry-After:", StringComparison.OrdinalIgnoreCase);
                    whole = end + 4 + BodyLength(head);
                }
            }
            return (status, saysWhen);
        }
        catch (SocketException)
        {
            return (0, false);
        }
    }

    private static int BodyLength(string head)
    {
        const string Name = "Content-Length:";
        int at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> rest = head.AsSpan(at + Name.Length);
        int end = rest.IndexOf('\r');
        return int.Parse(end < 0 ? rest : rest[..end], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
