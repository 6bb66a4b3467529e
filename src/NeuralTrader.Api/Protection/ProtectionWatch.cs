using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Browsers;

namespace NeuralTrader.Api.Protection;

/// <summary>
/// What this process knows of the platform's protection, a moment after it was changed anywhere. Where the cluster cannot be reached, what was heard
/// last goes on to hold; before the first word nobody is blocked and no other site is let in.
/// </summary>
internal sealed class ProtectionWatch(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider clock, ILogger<ProtectionWatch> log)
    : NewsReader<ProtectionRules>(clock, log)
{
    private readonly string[]? origins = ProtectionSettings.Origins(options.Value);
    private volatile AddressRules addresses = AddressRules.None;
    private bool isConfigured;

    /// <summary>Who is let in.</summary>
    public AddressRules Addresses => addresses;

    /// <summary>Which other sites' pages may call.</summary>
    public CorsRules Cors => Newest?.Config.Cors ?? CorsRules.None;

    /// <summary>How often callers may ask; null before the first word.</summary>
    public RateLimiterSettings? Limits => Newest?.Config.Limits;

    /// <inheritdoc/>
    protected override async Task<ProtectionRules> Ask(long known, TimeSpan hold, CancellationToken cancellationToken)
    {
        IProtectionGrain protection = grains.GetGrain<IProtectionGrain>(0);
        if (origins is not null && !isConfigured)
        {
            await protection.Configure(origins, Environment.MachineName, cancellationToken);
            isConfigured = true;
        }
        return await protection.Hear(known, hold, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Changed(ProtectionRules? before, ProtectionRules now) =>
        addresses = new AddressRules(now.Blocks, now.Config.AllowList, now.Config.Limits.ExemptLoopback);
}
