using Microsoft.Extensions.Logging;
using NeuralTrader.Domain;

namespace NeuralTrader.Client.Security;

/// <summary>The certificates of this process, read anew when the files have been renewed. Connections that stand keep those they were made with.</summary>
internal sealed partial class ClusterCertificates
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10); // between two looks at the files

    private readonly Lock gate = new();
    private readonly TlsFiles files;
    private readonly bool isMember;
    private CertificateSet current;
    private DateTimeOffset looked;
    private TlsTexts? refused;

    /// <summary>Reads them.</summary>
    /// <param name="files">Where they lie.</param>
    /// <param name="isMember">Whether others call this process too.</param>
    /// <param name="clock">Tells what is valid.</param>
    /// <exception cref="InvalidInputException">They are not what another process would believe; the sentence says why.</exception>
    public ClusterCertificates(TlsFiles files, bool isMember, TimeProvider clock)
    {
        (this.files, this.isMember, Clock) = (files, isMember, clock);
        looked = clock.GetUtcNow();
        current = CertificateSet.Load(files, files.Read(), isMember, looked);
    }

    /// <summary>The clock that certificates are judged by.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Those to use now. Files that are wrong, such as half-written ones, leave the last good ones in use.</summary>
    public CertificateSet Current(ILogger log)
    {
        lock (gate)
        {
            DateTimeOffset now = Clock.GetUtcNow();
            if (now - looked < Interval) return current;
            looked = now;
            try
            {
                TlsTexts texts = files.Read();
                if (texts == current.Texts || texts == refused) return current;
                refused = texts;
                current = CertificateSet.Load(files, texts, isMember, looked);
                Renewed(log, current.Until);
            }
            catch (InvalidInputException fault)
            {
                NotRenewed(log, fault.Message, current.Until);
            }
            return current;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate was renewed; it is valid until {Until:u}.")]
    private static partial void Renewed(ILogger log, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The renewed certificate is not used: {Reason} The last one stays, until {Until:u}.")]
    private static partial void NotRenewed(ILogger log, string reason, DateTimeOffset until);
}
