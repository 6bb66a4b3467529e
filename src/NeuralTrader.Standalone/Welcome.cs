using System.Globalization;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Hosting;
using NeuralTrader.Api.Security;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Standalone;

internal static class Welcome
{
    /// <summary>What a newcomer has to know, on one screen.</summary>
    public static async Task Print(WebApplication app, string? firstKey, TimeSpan took)
    {
        DataDirectory? directory = app.Services.GetService<DataDirectory>();
        DataSummary data = await app.Services.GetRequiredService<IBarStore>().Summarize(CancellationToken.None);
        string address = app.Urls.First();
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"NeuralTrader {ProductVersion.Current.Version} is up after {took.TotalSeconds:0.0} s. Ctrl-C stops it."),
            $"  console    {address}/",
            $"  interface  {address}/scalar",
            .. DashboardEndpoints.Path(app) is { } dashboard ? [$"  dashboard  {address}{dashboard}"] : Array.Empty<string>(),
            $"  state      {directory?.Path ?? app.Services.GetRequiredService<PlatformFacts>().Storage}",
            data.Bars == 0
                ? "  data       none yet: importMarketData brings some in"
                : string.Create(CultureInfo.InvariantCulture, $"  data       {data.Bars:N0} bars, {data.Series} series, {data.Instruments} instruments, newest {data.Newest:yyyy-MM-dd}"),
        ];
        if (new Uri(address) is { IsLoopback: true } home)
        {
            OpenedSession session = await app.Services.GetRequiredService<IGrainFactory>().GetGrain<IIdentityGrain>(0).OpenOwnSession("owner", Role.Admin, CancellationToken.None);
            lines.Add($"  sign in    {app.Services.GetRequiredService<ConsoleTickets>().Issue(home, session)} (once, within ten minutes)");
        }
        if (firstKey is not null)
        {
            lines.Add($"  API key    {firstKey}");
            lines.Add(directory is null
                ? "             Administrator. It is shown this once: put it away."
                : $"             Administrator. It is shown this once and kept in {directory.FirstKeyFile}: delete that file when you have put the key away.");
        }
        else if (directory is not null && File.Exists(directory.FirstKeyFile))
        {
            lines.Add($"  first key  is in {directory.FirstKeyFile}: delete that file when you have put the key away.");
        }
        Console.WriteLine(string.Join(Environment.NewLine, lines));
    }
}
