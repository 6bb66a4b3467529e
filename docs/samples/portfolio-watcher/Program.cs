using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Client;
using NeuralTrader.Client.Hosting;
using NeuralTrader.Domain;
using PortfolioWatcher;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Critical); // what matters arrives as exceptions
try
{
    builder.UseNeuralTraderClient();
    using IHost host = builder.Build();
    await host.StartAsync();
    Watcher watcher = new(host.Services.GetRequiredService<NeuralTraderClient>(), builder.Configuration);
    bool isExact = await watcher.Run(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
    await host.StopAsync();
    return isExact ? 0 : 1;
}
catch (Exception fault) when (fault is ClusterUnavailableException or RefusalException or InvalidInputException or AccessDeniedException)
{
    await Console.Error.WriteLineAsync(fault.Message); // a sentence each
    return 1;
}
