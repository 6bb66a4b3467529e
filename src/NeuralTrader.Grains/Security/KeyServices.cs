using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Security;
using Orleans.Hosting;

namespace NeuralTrader.Grains.Security;

/// <summary>Puts keys, tokens and identities into a silo.</summary>
public static class KeyServices
{
    /// <summary>What makes and checks API keys, tokens and identities. The host adds journal and clock.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="pepper">The platform's secret, at least 32 bytes; the same on every silo.</param>
    public static IServiceCollection AddKeys(this IServiceCollection services, byte[] pepper)
    {
        services.AddSingleton<ResourceOwners>().AddSingleton<Authorization>().AddSingleton<KeyEndings>();
        return services.AddSingleton(new ApiKeyHasher(pepper)).AddSingleton(new SecretSeal(pepper))
            .AddSingleton(all => new IdentitySigner(pepper, all.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Has every call into the silo's grains ask for what they need of their caller, and its own calls prove that they are a silo's.</summary>
    public static ISiloBuilder AddGrainAuthorization(this ISiloBuilder silo)
    {
        silo.Services.AddKeyWatch().AddSingleton<Members>();
        silo.AddOutgoingGrainCallFilter<MemberCalls>();
        return silo.AddIncomingGrainCallFilter<CallGate>();
    }
}
