using Microsoft.Extensions.Configuration;
using Orleans.Dashboard;

namespace NeuralTrader.ServiceDefaults;

/// <summary>
/// The Orleans Dashboard: every silo's grains, calls and log, live. It watches each call, which costs a trivial one half its speed or more, so it is on
/// where somebody wants to look; on all members of a cluster or on none, since each is asked for what it saw.
/// </summary>
public static class OperatorsDashboard
{
    /// <summary>Configuration's name for whether it is on; false unless set, but true in a platform of one process.</summary>
    public const string Key = "NeuralTrader:Dashboard";

    /// <summary>Whether it is on.</summary>
    public static bool IsDashboardOn(this IConfiguration configuration) => configuration.GetValue(Key, defaultValue: false);

    internal static ISiloBuilder UseDashboard(this ISiloBuilder silo)
    {
        if (silo.Configuration.IsDashboardOn()) silo.AddDashboard();
        return silo;
    }
}
