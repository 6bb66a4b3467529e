using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NeuralTrader.Domain;

namespace NeuralTrader.Client.Security;

/// <summary>
/// A process's certificate with its key, and the authorities it believes. A member's certificate is good for serving and for calling, a client's for
/// calling alone.
/// </summary>
internal sealed class CertificateSet
{
    private static readonly Oid Serving = new("1.3.6.1.5.5.7.3.1"), Calling = new("1.3.6.1.5.5.7.3.2"); // RFC 5280, 4.2.1.12

    private readonly X509Certificate2Collection authorities;

    private CertificateSet(TlsTexts texts, X509Certificate2 own, X509Certificate2Collection between, X509Certificate2Collection authorities)
    {
        (Texts, this.authorities) = (texts, authorities);
        Until = new DateTimeOffset(own.NotAfter);
        Own = SslStreamCertificateContext.Create(own, between, offline: true);
    }

    /// <summary>What it was read from.</summary>
    public TlsTexts Texts { get; }

    /// <summary>What this process shows to others.</summary>
    public SslStreamCertificateContext Own { get; }

    /// <summary>When others stop believing it.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Reads the files and checks them as another process would.</summary>
    /// <param name="files">Where they lie.</param>
    /// <param name="texts">What stands in them.</param>
    /// <param name="isMember">Whether others call this process too.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InvalidInputException">Nobody would believe this process; the sentence says why.</exception>
    public static CertificateSet Load(TlsFiles files, TlsTexts texts, bool isMember, DateTimeOffset now)
    {
        X509Certificate2Collection authorities = Certificates(TlsFiles.AuthorityKey, files.Authority, texts.Authority);
        X509Certificate2Collection chain = Certificates(TlsFiles.CertificateKey, files.Certificate, texts.Certificate);
        CertificateSet set = new(texts, WithKey(files, texts), [.. chain.Skip(1)], authorities);
        set.Check(files, chain, isMember, now);
        return set;
    }

    /// <summary>What another process's certificate has to be.</summary>
    /// <param name="mustServe">Whether it has to be good for serving.</param>
    /// <param name="mustCall">Whether it has to be good for calling.</param>
    /// <param name="now">The time.</param>
    public X509ChainPolicy Demands(bool mustServe, bool mustCall, DateTimeOffset now)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // an authority of one's own has no server to ask; who is to go is no longer given a new one
            DisableCertificateDownloads = true,
            VerificationTimeIgnored = false,
            VerificationTime = now.LocalDateTime,
        };
        policy.CustomTrustStore.AddRange(authorities);
        if (mustServe) policy.ApplicationPolicy.Add(Serving);
        if (mustCall) policy.ApplicationPolicy.Add(Calling);
        return policy;
    }

    private static X509Certificate2Collection Certificates(string key, string path, string text)
    {
        X509Certificate2Collection all = [];
        try
        {
            all.ImportFromPem(text);
        }
        catch (CryptographicException fault)
        {
            throw new InvalidInputException(key, path, $"a PEM file of certificates ({fault.Message.TrimEnd('.')})");
        }
        return all.Count > 0 ? all : throw new InvalidInputException(key, path, "a PEM file with a section BEGIN CERTIFICATE");
    }

    private static X509Certificate2 WithKey(TlsFiles files, TlsTexts texts)
    {
        try
        {
            X509Certificate2 own = X509Certificate2.CreateFromPem(texts.Certificate, texts.Key);
            if (!OperatingSystem.IsWindows()) return own;
            using (own) return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null); // Windows wants the key in its own store
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new InvalidInputException(
                TlsFiles.KeyKey, files.Key, $"the private key of {files.Certificate}, in PEM without a password ({fault.Message.Split('\n')[0].TrimEnd('.')})");
        }
    }

    private void Check(TlsFiles files, X509Certificate2Collection given, bool isMember, DateTimeOffset now)
    {
        X509Certificate2 own = given[0];
        if (now < own.NotBefore || now > own.NotAfter)
            throw Wrong(string.Create(
                CultureInfo.InvariantCulture,
                $"a certificate that is valid now (this one is from {own.NotBefore.ToUniversalTime():u} to {own.NotAfter.ToUniversalTime():u})"));
        using X509Chain chain = new() { ChainPolicy = Demands(mustServe: isMember, mustCall: true, now) };
        chain.ChainPolicy.ExtraStore.AddRange(given);
        if (chain.Build(own)) return;
        if (chain.ChainStatus.Any(one => one.Status == X509ChainStatusFlags.NotValidForUsage))
            throw Wrong($"a certificate whose extendedKeyUsage is {(isMember ? "serverAuth and clientAuth" : "clientAuth")}");
        throw Wrong($"a certificate from an authority in {files.Authority} ({Words(chain)})");

        InvalidInputException Wrong(string allowed) => new(TlsFiles.CertificateKey, files.Certificate, allowed);
    }

    /// <summary>What is wrong with a chain.</summary>
    public static string Words(X509Chain chain) => string.Join("; ", chain.ChainStatus.Select(one => one.StatusInformation.Trim().TrimEnd('.')).Distinct());
}
