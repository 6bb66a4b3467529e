using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>Takes what a process exports by OTLP over HTTP, and keeps it. Protocol buffers hold texts as they are.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Path, string Text)> taken = new();

    public Collector()
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}");
        listener.Prefixes.Add($"{Address}/");
        listener.Start();
        _ = Take();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>All texts that came to a path, one after the other.</summary>
    public string Of(string path) => string.Concat(taken.Where(one => one.Path == path).Select(one => one.Text));

    /// <summary>Paths that something came to.</summary>
    public IEnumerable<string> Paths => taken.Select(one => one.Path).Distinct();

    public void Dispose() => listener.Close();

    private async Task Take()
    {
        while (listener.IsListening)
        {
            try
            {
                HttpListenerContext call = await listener.GetContextAsync();
                using StreamReader body = new(call.Request.InputStream, Encoding.UTF8);
                taken.Enqueue((call.Request.Url!.AbsolutePath, await body.ReadToEndAsync()));
                call.Response.Close();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                // it is closed, or the caller is gone
            }
        }
    }
}
