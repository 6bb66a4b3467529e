using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using Orleans.Serialization;

namespace NeuralTrader.Grains.Hosting;

/// <summary>What a silo computes with, and the words for it on the wire.</summary>
public static class ComputeServices
{
    /// <summary>Registers the engine, the cache of its answers, and what this silo knows of devices.</summary>
    public static IServiceCollection AddCompute(this IServiceCollection services) => services
        .AddSingleton(all => Started(new ComputeEngine(all.GetService<ComputeOptions>() ?? new ComputeOptions())))
        .AddSingleton(all => new AnswerCache(all.GetRequiredService<Serializer>()))
        .AddSingleton(all => new AcceleratorBoard(() => all.GetRequiredService<ComputeEngine>().Devices.HasCuda));

    /// <summary>The caller's wish, as the engine takes it.</summary>
    public static DeviceWish Wish(this DevicePreference preference) => preference switch
    {
        DevicePreference.Auto => DeviceWish.Auto,
        DevicePreference.Cpu => DeviceWish.Cpu,
        DevicePreference.Cuda => DeviceWish.Cuda,
        _ => throw Require.Invalid("device", preference, "auto, cpu or cuda"),
    };

    /// <summary>Where it was computed, as answers say it.</summary>
    public static DeviceUsed Used<T>(this Computed<T> computed) => new(computed.Device, computed.FallbackReason);

    private static ComputeEngine Started(ComputeEngine engine)
    {
        _ = engine.Devices.Start();
        return engine;
    }
}
