using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Client.Security;

/// <summary>
/// Encrypts Orleans' connections, and lets only processes talk whose certificate comes from the cluster's own authority. Names are not looked at: members are
/// called by changing addresses, and whom the authority gave a certificate for serving is a member.
/// </summary>
/// <param name="certificates">This process's.</param>
internal sealed partial class ClusterTls(ClusterCertificates certificates)
{
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;
    private static readonly TimeSpan TimeToGreet = TimeSpan.FromSeconds(10);

    /// <summary>Encrypts what comes in.</summary>
    /// <param name="connections">Orleans' connections of one kind.</param>
    /// <param name="fromMembers">Whether only members are let in; else clients are too.</param>
    public void Accept(IConnectionBuilder connections, bool fromMembers)
    {
        ILogger log = Log(connections);
        connections.Use(next => connection => Encrypt(connection, next, log, (stream, refusal, stop) =>
        {
            CertificateSet ours = certificates.Current(log);
            return stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = ours.Own,
                    ClientCertificateRequired = true,
                    EnabledSslProtocols = Versions,
                    AllowTlsResume = false, // else who was let in once is, whatever has become of its certificate
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    CertificateChainPolicy = ours.Demands(mustServe: fromMembers, mustCall: true, certificates.Clock.GetUtcNow()),
                    RemoteCertificateValidationCallback = refusal.IsBelieved,
                },
                stop);
        }));
    }

    /// <summary>Encrypts what goes out, to members.</summary>
    /// <param name="connections">Orleans' connections of one kind.</param>
    public void Call(IConnectionBuilder connections)
    {
        ILogger log = Log(connections);
        connections.Use(next => connection => Encrypt(connection, next, log, (stream, refusal, stop) =>
        {
            CertificateSet ours = certificates.Current(log);
            return stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    ClientCertificateContext = ours.Own,
                    EnabledSslProtocols = Versions,
                    AllowTlsResume = false,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    CertificateChainPolicy = ours.Demands(mustServe: true, mustCall: false, certificates.Clock.GetUtcNow()),
                    RemoteCertificateValidationCallback = refusal.IsBelieved,
                },
                stop);
        }));
    }

    private static ILogger Log(IConnectionBuilder connections) => connections.ApplicationServices.GetRequiredService<ILogger<ClusterTls>>();

    private async Task Encrypt(ConnectionContext connection, ConnectionDelegate next, ILogger log, Func<SslStream, Refusal, CancellationToken, Task> greet)
    {
        IDuplexPipe plain = connection.Transport;
        SslStream stream = new(new PipeStream(plain), leaveInnerStreamOpen: true);
        await using (stream.ConfigureAwait(false))
        {
            Refusal refusal = new();
            using (CancellationTokenSource slow = new(TimeToGreet, certificates.Clock))
            using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, connection.ConnectionClosed))
            {
                try
                {
                    await greet(stream, refusal, limit.Token).ConfigureAwait(false);
                }
                catch (Exception fault) when (fault is AuthenticationException or IOException or OperationCanceledException)
                {
                    string reason = refusal.Reason ?? (fault is OperationCanceledException ? "it said nothing in time, or left" : fault.Message);
                    Refused(log, connection.RemoteEndPoint?.ToString(), reason);
                    throw new ConnectionAbortedException($"No encrypted connection with {connection.RemoteEndPoint}: {reason}", fault);
                }
            }
            TlsPipe encrypted = new(stream);
            connection.Transport = encrypted;
            try
            {
                await next(connection).ConfigureAwait(false);
            }
            finally
            {
                connection.Transport = plain;
                await encrypted.Input.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No encrypted connection with {Peer}: {Reason}")]
    private static partial void Refused(ILogger log, string? peer, string reason);

    /// <summary>Judges a peer's certificate, and keeps why it is not believed.</summary>
    private sealed class Refusal
    {
        public string? Reason { get; private set; }

        public bool IsBelieved(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None) return true;
            Reason = certificate is null
                ? "it shows no certificate"
                : $"its certificate {certificate.Subject} is not believed ({(chain is null ? errors.ToString() : CertificateSet.Words(chain))})";
            return false;
        }
    }
}
