using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Compute.Devices;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace NeuralTrader.Grains.Placement;

/// <summary>
/// What a silo says of itself when it starts, in its metadata: accelerator=cuda, once a device has passed its test there. What becomes of the
/// device later, <see cref="AcceleratorBoard"/> knows.
/// </summary>
public static class AcceleratorTag
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gives the silo its metadata: those of the section Orleans:Metadata, and the accelerator's by what was found. Where there is a driver the
    /// silo joins once its devices have been tested; where there is none nothing is waited for.
    /// </summary>
    public static ISiloBuilder UseAcceleratorTag(this ISiloBuilder silo)
    {
        Dictionary<string, string> tags = silo.Configuration.GetSection("Orleans:Metadata").GetChildren()
            .Where(tag => tag is { Key: not AcceleratorPreference.Tag, Value: not null }).ToDictionary(tag => tag.Key, tag => tag.Value!);
        silo.Services.AddOptions<SiloMetadata>().Configure<ComputeEngine>((_, engine) => // runs before what the next line configures, which reads the tags
        {
            engine.Devices.Start().Wait(Patience);
            if (engine.Devices.HasCuda) tags[AcceleratorPreference.Tag] = AcceleratorPreference.Cuda;
        });
        return silo.UseSiloMetadata(tags);
    }
}
