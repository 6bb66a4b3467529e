using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

/// <summary>Callers that would tie the server up: each is got rid of in time, and nobody else notices.</summary>
public sealed class HostileConnectionTests(Server server)
{
    private static readonly string Head = $"POST /api/v1/system/ping HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer {TestKeys.Admin.Text}\r\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_and_too_long_headers_are_refused_at_once()
    {
        Assert.StartsWith("HTTP/1.1 431", await Answer(Head + string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i.ToString(CultureInfo.InvariantCulture)}: a\r\n")) + "\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await Answer($"{Head}X-Long: {new string('a', 40_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await Answer($"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_chunks_without_end_is_cut_off_at_the_limit()
    {
        string chunk = $"8000\r\n{new string(' ', 0x8000)}\r\n";
        using TcpClient tcp = await Connect();
        await using NetworkStream stream = tcp.GetStream();
        Task<string> answer = Read(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{Head}Transfer-Encoding: chunked\r\n\r\n"), Stop);
        long sent = 0;
        try
        {
            for (byte[] bytes = Encoding.ASCII.GetBytes(chunk); !answer.IsCompleted && sent < 64 << 20; sent += bytes.Length) await stream.WriteAsync(bytes, Stop);
        }
        catch (IOException)
        {
            // the server has hung up
        }
        Assert.StartsWith("HTTP/1.1 413", await answer, StringComparison.Ordinal);
        Assert.InRange(sent, 1, 16 << 20);
    }

    [Fact]
    public async Task Hundreds_of_slow_callers_are_hung_up_on_and_hold_up_nobody()
    {
        Task<TimeSpan>[] slow =
        [
            .. Enumerable.Range(0, 150).Select(_ => Drip($"{Head}X-Drip: ", 'a')), // headers that never end
            .. Enumerable.Range(0, 150).Select(_ => Drip($"{Head}Content-Length: 100000\r\n\r\n", ' ')), // a body that hardly comes
            .. Enumerable.Range(0, 150).Select(_ => Drip($"{Head}Transfer-Encoding: chunked\r\n\r\nfff\r\n", ' ')),
        ];
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        Stopwatch time = Stopwatch.StartNew();
        Assert.Equal(200, (await server.Post("/api/v1/system/ping", "{}")).Status);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 2);
        Assert.All(await Task.WhenAll(slow), lived => Assert.InRange(lived.TotalSeconds, 0, 40));
    }

    // Sends a letter a second until the server hangs up; says how long that took.
    private async Task<TimeSpan> Drip(string head, char letter)
    {
        Stopwatch time = Stopwatch.StartNew();
        using TcpClient tcp = await Connect();
        await using NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Stop);
        Task<string> answer = Read(stream);
        try
        {
            while (!answer.IsCompleted && time.Elapsed < TimeSpan.FromSeconds(60))
            {
                await stream.WriteAsync(new[] { (byte)letter }, Stop);
                await Task.Delay(TimeSpan.FromSeconds(1), Stop);
            }
        }
        catch (IOException)
        {
            // it has hung up
        }
        return time.Elapsed;
    }

    private async Task<string> Answer(string request)
    {
        using TcpClient tcp = await Connect();
        await using NetworkStream stream = tcp.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Stop);
        }
        catch (IOException)
        {
            // it did not wait for the end
        }
        return await Read(stream);
    }

    private static async Task<string> Read(NetworkStream stream)
    {
        byte[] answer = new byte[4096];
        try
        {
            return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer, Stop));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private async Task<TcpClient> Connect()
    {
        TcpClient tcp = new();
        await tcp.ConnectAsync(server.Address.Host, server.Address.Port, Stop);
        return tcp;
    }
}
