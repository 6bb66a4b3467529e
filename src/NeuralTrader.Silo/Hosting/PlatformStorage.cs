using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Everything that a platform keeps, open. Disposing it writes what waits and closes it.</summary>
internal abstract class PlatformStorage : IDisposable
{
    /// <summary>Configuration's name for the data directory.</summary>
    public const string DirectoryKey = "NeuralTrader:DataDirectory";

    /// <summary>Orleans' name of the database.</summary>
    public abstract string Invariant { get; }

    /// <summary>Where Orleans keeps state, reminders and, in a cluster, its members.</summary>
    public abstract DbDataSource State { get; }

    /// <summary>The books.</summary>
    public abstract IJournal Journal { get; }

    /// <summary>Connections to where the books are, beside the journal's own.</summary>
    public abstract DbDataSource Books { get; }

    /// <summary>Bars, ticks and instruments.</summary>
    public abstract IBarStore Bars { get; }

    /// <summary>This process's own directory; null where it needs none.</summary>
    public abstract DataDirectory? Directory { get; }

    /// <summary>Where it all is, in words and without a password.</summary>
    public abstract string Description { get; }

    /// <summary>Opens what <c>ConnectionStrings:neuraltrader</c> names: a PostgreSQL database, a SQLite file, or the data directory's own files.</summary>
    /// <exception cref="StartupException">It cannot be opened; the sentence says what to do.</exception>
    public static PlatformStorage Open(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[ClusterDatabase.ConnectionKey] is { Length: > 0 } named && ClusterDatabase.IsMeant(named)
        ? PostgresStorage.Open(named, configuration[DirectoryKey], environment)
        : SqliteStorage.Open(DataDirectory.Take(configuration[DirectoryKey] is { Length: > 0 } path ? path : DataDirectory.Default), configuration[ClusterDatabase.ConnectionKey]);

    /// <inheritdoc/>
    public abstract void Dispose();
}
