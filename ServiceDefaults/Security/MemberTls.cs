using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Client.Security;
using NeuralTrader.Domain;
using Orleans.Configuration;

namespace NeuralTrader.ServiceDefaults.Security;

/// <summary>Puts encryption under the calls between the members of a cluster, and between them and its clients.</summary>
public static class MemberTls
{
    /// <summary>
    /// Encrypts a silo's connections, where <c>NeuralTrader:Tls:Certificate</c>, <c>Key</c> and <c>Authority</c> name PEM files; does nothing where none
    /// is named. Its own port takes members alone, its gateway clients too.
    /// </summary>
    /// <param name="silo">The silo to be.</param>
    /// <exception cref="InvalidInputException">The files are not what another member would believe; the sentence says why.</exception>
    public static ISiloBuilder UseClusterTls(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        if (TlsFiles.From(silo.Configuration) is not { } files) return silo;
        ClusterCertificates certificates = new(files, isMember: true, TimeProvider.System);
        ClusterTls tls = new(certificates);
        silo.Services.AddHostedService(all => ActivatorUtilities.CreateInstance<CertificateMetrics>(all, certificates));
        return silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(connections => tls.Accept(connections, fromMembers: true));
            options.ConfigureSiloOutboundConnection(tls.Call);
            options.ConfigureGatewayInboundConnection(connections => tls.Accept(connections, fromMembers: false));
        });
    }
}
