using Microsoft.AspNetCore.Connections;
using NeuralTrader.Domain;
using Orleans.Configuration;

namespace NeuralTrader.Client.Security;

/// <summary>Puts encryption under a client's calls.</summary>
public static class ClusterTlsHosting
{
    /// <summary>
    /// Encrypts the connections to the cluster's gateways, and shows them this process's certificate, where <c>NeuralTrader:Tls:Certificate</c>, <c>Key</c> and
    /// <c>Authority</c> name PEM files; does nothing where none is named.
    /// </summary>
    /// <param name="client">The client to be.</param>
    /// <exception cref="InvalidInputException">The files are not what a gateway would believe; the sentence says why.</exception>
    public static IClientBuilder UseClusterTls(this IClientBuilder client)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (TlsFiles.From(client.Configuration) is not { } files) return client;
        ClusterTls tls = new(new ClusterCertificates(files, isMember: false, TimeProvider.System));
        return client.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(tls.Call));
    }
}
