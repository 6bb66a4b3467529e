using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

public sealed class StandaloneTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_key_still_works_after_two_kills()
    {
        using (StandaloneProcess first = new(Data))
        {
            await first.Up(cancel);
            first.Kill();
            await first.Ended(cancel);
        }
        string key = (await File.ReadAllTextAsync(Path.Combine(Data, "first-api-key"), cancel)).Trim();
        using (StandaloneProcess second = new(Data))
        {
            await second.Up(cancel);
            Assert.DoesNotContain("API key", second.Output, StringComparison.Ordinal); // there is one already
            second.Kill();
            await second.Ended(cancel);
        }
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(["--NeuralTrader:DataDirectory", Data]);
        builder.Logging.ClearProviders();
        builder.AddNeuralTraderSilo();
        using IHost host = builder.Build();
        await host.StartAsync(cancel);
        IApiKeyIndexGrain keys = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IApiKeyIndexGrain>(0);
        ApiKeyValidity validity = await keys.Validate(new ValidateApiKeyRequest(key), cancel);
        Assert.True(validity.IsValid);
        Assert.Equal(Role.Admin, validity.Info!.Role);
        await host.StopAsync(cancel);
    }

    [Fact]
    public async Task A_second_process_on_the_directory_is_refused_in_one_sentence_and_the_first_stops_in_time()
    {
        using StandaloneProcess first = new(Data);
        await first.Up(cancel);
        using StandaloneProcess second = new(Data);
        Assert.Equal(1, await second.Ended(cancel));
        Assert.StartsWith($"The data directory {Data} is in use by another process", second.Output.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', second.Output.Trim());
        using StandaloneProcess third = new(Path.Combine(folder.FullName, "other"), "--urls", $"http://127.0.0.1:{first.Port}");
        Assert.Equal(1, await third.Ended(cancel));
        Assert.Contains("address already in use", third.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', third.Output.Trim());
        long start = Stopwatch.GetTimestamp();
        first.Terminate();
        Assert.Equal(0, await first.Ended(cancel));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(8)); // four of them allowed, the rest for a busy machine
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Who_finds_it_ready_finds_the_first_key_and_secrets_are_for_their_owner_alone()
    {
        using StandaloneProcess platform = new(Data);
        while ((await platform.Ask("/health", cancel)).Status != HttpStatusCode.OK) await Task.Delay(5, cancel);
        Assert.True(File.Exists(Path.Combine(Data, "first-api-key")));
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        Assert.All(Directory.GetFiles(Data).Append(Data), file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others));
    }
}
