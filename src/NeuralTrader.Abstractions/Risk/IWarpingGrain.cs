using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>How far series are from each other when time may be stretched; a stateless worker.</summary>
[Alias("grain.warping"), Repeatable, Needs(Role.ReadOnly)]
public interface IWarpingGrain : IGrainWithIntegerKey
{
    /// <summary>The distance of two series.</summary>
    [Alias("distance"), ResponseTimeout("00:02:30")] Task<Answer<DtwDistanceAnswer>> Distance(DtwDistanceRequest request, CancellationToken cancellationToken);

    /// <summary>The series nearest to one.</summary>
    [Alias("batch"), ResponseTimeout("00:02:30")] Task<Answer<DtwBatchAnswer>> Batch(DtwBatchRequest request, CancellationToken cancellationToken);
}
