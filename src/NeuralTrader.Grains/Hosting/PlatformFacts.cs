using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Grains.Hosting;

/// <summary>What the host knows of itself and grains may tell.</summary>
/// <param name="Storage">Where state is kept, in words.</param>
/// <param name="StartedAt">When the process started, UTC.</param>
/// <param name="OwnsPepper">True when the pepper lies in the data directory; false when configuration gives it.</param>
public sealed record PlatformFacts(string Storage, DateTime StartedAt, bool OwnsPepper);

/// <summary>The market data that comes with the product.</summary>
public interface IShippedData
{
    /// <summary>Brings in what is not there yet.</summary>
    /// <exception cref="InvalidDataException">A shipped file is missing or damaged.</exception>
    Task Import(CancellationToken cancellationToken);
}

/// <summary>The storage of this process about itself.</summary>
public interface IStorageFigures
{
    /// <summary>Versions of its tables and its size.</summary>
    Task<StorageStatus> Read(CancellationToken cancellationToken);
}
