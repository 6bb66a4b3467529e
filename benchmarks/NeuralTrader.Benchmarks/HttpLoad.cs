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
        double[] latencies = new double[callers * callsEach];
        int[] statuses = new int[callers * callsEach]; // 0 until answered
        int silent = 0;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(sockets.Select(Call));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (Socket socket in sockets) socket.Dispose();
        return new Outcome(
            seconds, [.. latencies.Where((_, i) => statuses[i] != 0)],
            new SortedDictionary<int, int>(statuses.CountBy(status => status).ToDictionary()), silent);

        async Task Call(Socket socket, int caller)
        {
            byte[] buffer = new byte[16 * 1024];
            for (int i = 0; i < callsEach; i++)
            {
                long sent = Stopwatch.GetTimestamp();
                (int status, bool saysWhen) = await Exchange(socket, request, buffer);
                if (status == 0) return;
                int at = (caller * callsEach) + i;
                (statuses[at], latencies[at]) = (status, Stopwatch.GetElapsedTime(sent).TotalSeconds);
                if (status is 429 or 503 && !saysWhen) Interlocked.Increment(ref silent);
            }
        }
    }

    private static async ValueTask<(int Status, bool SaysWhen)> Exchange(Socket socket, ReadOnlyMemory<byte> request, byte[] buffer)
    {
        try
        {
            await socket.SendAsync(request, SocketFlags.None);
            int length = 0;
            while (!IsWhole(buffer.AsSpan(0, length)))
            {
                int read = length < buffer.Length ? await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None) : 0;
                if (read == 0) return (0, false); // closed, or longer than any answer that is asked for here
                length += read;
            }
            int status = ((buffer[9] - '0') * 100) + ((buffer[10] - '0') * 10) + (buffer[11] - '0');
            return (status, status is 429 or 503 && buffer.AsSpan(0, length).IndexOf("Retry-After:"u8) >= 0);
        }
        catch (SocketException)
        {
            return (0, false);
        }
    }

    // Either the head says how long the body is, or the body ends with an empty chunk.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        int at = answer[..head].IndexOf("Content-Length: "u8);
        if (at < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        int body = 0;
        for (int i = at + "Content-Length: ".Length; char.IsAsciiDigit((char)answer[i]); i++) body = (body * 10) + (answer[i] - '0');
        return answer.Length >= head + 4 + body;
    }
}
