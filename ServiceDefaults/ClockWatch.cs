using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NeuralTrader.ServiceDefaults;

/// <summary>Compares this machine's clock with the database's, at start and every ten minutes, and complains before it is so far off that it keeps a process out.</summary>
internal sealed partial class ClockWatch(NpgsqlDataSource database, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval);
        do
        {
            try
            {
                TimeSpan apart = await ClusterDatabase.Drift(database, stoppingToken).ConfigureAwait(false);
                if (apart.Duration() > ClusterDatabase.NotableDrift) Off(log, ClusterDatabase.Words(apart), ClusterDatabase.LargestDrift.TotalSeconds);
            }
            catch (NpgsqlException)
            {
                // a database that does not answer is complained of by all who need it
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Drift}: set it right. From {Most} s on this process would not be taken into the cluster.")]
    private static partial void Off(ILogger log, string drift, double most);
}
