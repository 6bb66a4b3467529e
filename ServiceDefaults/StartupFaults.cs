using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using NeuralTrader.Domain;
using NeuralTrader.Storage.Hosting;
using Npgsql;

namespace NeuralTrader.ServiceDefaults;

/// <summary>Faults that whoever starts the platform can remove.</summary>
public static class StartupFaults
{
    /// <summary>The sentence to show instead of a stack trace; null for a fault that is ours.</summary>
    public static string? Sentence(Exception fault) => fault switch
    {
        StartupException or InvalidInputException => fault.Message,
        OptionsValidationException wrong => $"The configuration is wrong: {string.Join(" ", wrong.Failures)}",
        IOException { InnerException: AddressInUseException } => $"{fault.Message.TrimEnd('.')}: stop who uses it, or choose another with --urls or NeuralTrader:Metrics:Url.",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable } =>
            $"The address to listen on cannot be had: {fault.Message}.",
        InvalidOperationException when fault.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => $"The configuration is wrong: {fault.Message}",
        InvalidOperationException when fault.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal) =>
            "The configuration is wrong: an https address needs a certificate, such as Kestrel:Certificates:Default:Path and :KeyPath.",
        AggregateException { InnerException: { } first } => Sentence(first),
        FormatException => $"The configuration is wrong: {fault.Message}",
        _ when DatabaseFault(fault) is { } lost => $"The database failed while this process started: {lost.Message.TrimEnd('.')}. Start it again when the database answers.",
        _ => null,
    };

    private static NpgsqlException? DatabaseFault(Exception? fault) => fault switch
    {
        null => null,
        NpgsqlException database => database,
        _ => DatabaseFault(fault.InnerException),
    };
}
