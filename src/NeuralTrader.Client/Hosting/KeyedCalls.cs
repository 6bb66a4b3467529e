using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;

namespace NeuralTrader.Client.Hosting;

/// <summary>
/// Makes the calls of a process outside the cluster with its API key: shows it once, has a signed identity for it that goes with the calls, and the next
/// one before that ends. Calls that somebody else's identity goes with already keep it.
/// </summary>
internal sealed class KeyedCalls(Func<IGrainFactory> grains, NeuralTraderClientOptions options) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromMinutes(2); // of the three that it is believed for

    private readonly Lock renewing = new();
    private volatile Held? held;
    private Task<Held>? renewal;

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (CallIdentity.Current is not null || IsBefore(context)) return context.Invoke();
        Held? now = held;
        if (now is null || now.Age > Longest) return Later(context);
        if (now.Age > RenewAfter) Renew().Ignore();
        CallIdentity.Set(now.Text);
        return context.Invoke();
    }

    // What is asked before there can be an identity: where grains are, and the identity itself.
    private static bool IsBefore(IOutgoingGrainCallContext context) =>
        context.TargetId.IsSystemTarget() || context.InterfaceMethod?.DeclaringType == typeof(IIdentityGrain);

    private async Task Later(IOutgoingGrainCallContext context)
    {
        CallIdentity.Set((await Renew()).Text);
        await context.Invoke();
    }

    private Task<Held> Renew()
    {
        lock (renewing)
        {
            if (renewal is not { IsCompleted: false }) renewal = Exchange();
            return renewal;
        }
    }

    private async Task<Held> Exchange()
    {
        string key = options.ApiKey ?? (await File.ReadAllTextAsync(options.ApiKeyFile!).ConfigureAwait(false)).Trim();
        long at = TimeProvider.System.GetTimestamp();
        IdentityGrant grant = await grains().GetGrain<IIdentityGrain>(0).Exchange(new Credential(key), CancellationToken.None).ConfigureAwait(false)
            ?? throw new AccessDeniedException(
                $"The API key of {NeuralTraderClientOptions.Section}:{(options.ApiKey is null ? nameof(options.ApiKeyFile) : nameof(options.ApiKey))} is malformed, expired, revoked or was never made there.",
                isKnown: false);
        return held = new Held(grant.Text, at);
    }

    private sealed record Held(string Text, long At)
    {
        public TimeSpan Age => TimeProvider.System.GetElapsedTime(At);
    }
}
