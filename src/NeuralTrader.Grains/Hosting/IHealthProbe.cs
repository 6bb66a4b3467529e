using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Grains.Hosting;

/// <summary>A part of the platform that the host knows and can try.</summary>
public interface IHealthProbe
{
    /// <summary>What is tried.</summary>
    string Name { get; }

    /// <summary>Tries it; a fault is the answer that it does not work.</summary>
    Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken);
}
