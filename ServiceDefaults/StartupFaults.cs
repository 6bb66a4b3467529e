using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using NeuralTrader.Domain;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>Faults that whoever starts the platform can remove.</summary>
public static class StartupFaults
{
    /// <summary>The sentence to show instead of a stack trace; null for a fault that is ours.</summary>
    public static string? Sentence(Exception fault) => fault switch
    {
        StartupException or InvalidInputException => fault.Message,
        OptionsValidationException wrong => $"The configuration is wrong: {string.Join(" ", wrong.Failures)}",
        IOException { InnerException: AddressInUseException } => $"{fault.Message.TrimEnd('.')}: stop who uses it, or choose another with --urls.",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable } =>
            $"The address to listen on cannot be had: {fault.Message}.",
        FormatException => $"The configuration is wrong: {fault.Message}",
        _ => null,
    };
}
