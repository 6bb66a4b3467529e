using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Planted;
using NeuralTrader.Domain.Ledger;

/// <summary>
/// Plants a fault in one of the real programs: .NET runs this in a process whose DOTNET_STARTUP_HOOKS names this assembly, before the program's own
/// first line. It waits for the program's host to be built and puts an <see cref="EarlyJournal"/> around its journal. The product knows nothing of it.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this name, without a namespace.")]
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Watch<DiagnosticListener>(listener =>
    {
        if (listener.Name == "Microsoft.Extensions.Hosting") listener.Subscribe(new Watch<KeyValuePair<string, object?>>(Plant));
    }));

    private static void Plant(KeyValuePair<string, object?> happened)
    {
        if (happened is not { Key: "HostBuilding", Value: IHostBuilder host }) return;
        host.ConfigureServices((_, services) =>
        {
            if (services.LastOrDefault(service => service.ServiceType == typeof(IJournal)) is not { ImplementationFactory: { } make }) return;
            services.AddSingleton<IJournal>(all => new EarlyJournal((IJournal)make(all)));
        });
    }

    private sealed class Watch<T>(Action<T> note) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => note(value);
    }
}
