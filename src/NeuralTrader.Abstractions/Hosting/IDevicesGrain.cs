using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Hosting;

/// <summary>What can compute on one silo; the key is the silo's address.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.devices"), Repeatable, MembersOnly]
public interface IDevicesGrain : IGrainWithStringKey
{
    /// <summary>The silo's devices and its load.</summary>
    [Alias("read")] Task<DeviceList> Read(CancellationToken cancellationToken);
}
