using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Compute.Devices;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace NeuralTrader.Grains.Placement;

/// <summary>
/// What a silo says of itself when it starts, in its metadata: accelerator=cuda, once a device has passed its test there. What becomes of the
/// device later, <see cref="AcceleratorBoard"/> knows.
/// </summary>
public static class AcceleratorTag
{
    private const string Name = "accelerator", Cuda = "cuda";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gives the silo its metadata: those of the section Orleans:Metadata, and the accelerator's by what was found. Where there is a driver the
    /// silo joins once its devices have been tested; where there is none nothing is waited for. From then on it tells the cluster how they are.
    /// </summary>
    public static ISiloBuilder UseAcceleratorTag(this ISiloBuilder silo)
    {
        Dictionary<string, string> tags = silo.Configuration.GetSection("Orleans:Metadata").GetChildren()
            .Where(tag => tag is { Key: not Name, Value: not null }).ToDictionary(tag => tag.Key, tag => tag.Value!);
        silo.Services.AddOptions<SiloMetadata>().Configure<ComputeEngine>((_, engine) => // runs before what the next line configures, which reads the tags
        {
            engine.Devices.Start().Wait(Patience);
            if (engine.Devices.HasCuda) tags[Name] = Cuda;
        });
        silo.Services.AddHostedService<AcceleratorReport>();
        return silo.UseSiloMetadata(tags);
    }

    /// <summary>Whether a silo's metadata say that it has a device.</summary>
    internal static bool IsOn(SiloMetadata? of) => of is not null && of.Metadata.TryGetValue(Name, out string? value) && value == Cuda;
}
