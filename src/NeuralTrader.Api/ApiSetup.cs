using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Documents;
using NeuralTrader.Api.Files;
using NeuralTrader.Api.Functions;
using NeuralTrader.Api.Hosting;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Mcp;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Protection;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.ServiceDefaults.Audit;
using NeuralTrader.ServiceDefaults.Health;

namespace NeuralTrader.Api;

/// <summary>Puts the platform's HTTP side into a host that has a connected Orleans client or silo.</summary>
public static class ApiSetup
{
    /// <summary>Adds what the front-end needs.</summary>
    public static IHostApplicationBuilder AddNeuralTraderApi(this IHostApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<NeuralTraderClient>();
        services.AddKeyWatch().AddSingleton<KeyCache>().AddSingleton<ConsoleTickets>().AddSingleton<Lanes>();
        services.AddSingleton<IQueueFigures>(all => all.GetRequiredService<Lanes>()); // for the silo, where one is in this process
        services.AddSingleton(all => Health.Of(
            all.GetRequiredService<NeuralTraderClient>(), all.GetRequiredService<IHostApplicationLifetime>(), all.GetRequiredService<TimeProvider>()));
        services.Configure<JsonOptions>(json => WireJson.Apply(json.SerializerOptions));
        services.AddAuditTrail();
        services.AddKestrelLimits();
        services.AddSchemes();
        services.AddProtection();
        services.AddDocuments();
        services.AddMcp();
        services.AddDataProtection().SetApplicationName("NeuralTrader");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<ApiOptions>, IGrainFactory, ILoggerFactory>((keys, api, grains, log) =>
            keys.XmlRepository = api.Value.CookieKeyDirectory is { Length: > 0 } directory
                ? new FileSystemXmlRepository(new DirectoryInfo(directory), log) : new ClusterCookieKeys(grains));
        return builder;
    }

    /// <summary>Maps every route of the front-end.</summary>
    public static WebApplication MapNeuralTraderApi(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseTrustedProxies();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<AddressGate>();
        app.UseMiddleware<CallerMiddleware>(); // nobody yet
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<OpenAnswers>();
        app.UseMiddleware<RequestLimits>();
        app.UseMiddleware<LaneMiddleware>();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<SameOrigin>();
        app.UseAuthorization();
        app.MapFunctions();
        app.MapFunctionListing();
        app.MapMcpFunctions();
        app.MapMarketFiles();
        app.MapPortfolioFiles();
        app.MapBacktestFiles();
        app.MapOptimizationFiles();
        app.MapCorrelationFiles();
        app.MapAuditFiles();
        app.MapJobEvents();
        app.MapUpload();
        app.MapDocuments();
        app.MapProblems();
        app.MapSignIn();
        app.Services.GetRequiredService<HealthQuestion>().Map(app);
        return app;
    }
}
