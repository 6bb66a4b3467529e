using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Api.Security;
using NeuralTrader.ServiceDefaults;
using Orleans.Dashboard;
using Orleans.Runtime;

namespace NeuralTrader.Api.Hosting;

/// <summary>Shows the Orleans Dashboard to administrators, where it is on.</summary>
public static class DashboardEndpoints
{
    /// <summary>Where it is; null where it is off, or where this process is no member of the cluster.</summary>
    public static string? Path(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Configuration.IsDashboardOn() && app.Services.GetService<ILocalSiloDetails>() is not null ? "/dashboard" : null;
    }

    /// <summary>Maps it where it is on.</summary>
    public static WebApplication MapDashboard(this WebApplication app)
    {
        if (Path(app) is { } path) app.MapOrleansDashboard(path).RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        return app;
    }
}
