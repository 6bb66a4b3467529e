using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NeuralTrader.Client.Security;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>A certificate authority of the test's own, and the files of those it gives certificates to.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string Serving = "1.3.6.1.5.5.7.3.1", Calling = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo folder;
    private readonly X509Certificate2 own;

    public TestAuthority(DirectoryInfo folder, string name)
    {
        this.folder = folder;
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(100));
        File = Path.Combine(folder.FullName, $"{name}.pem");
        System.IO.File.WriteAllText(File, own.ExportCertificatePem());
    }

    /// <summary>The file of its certificate.</summary>
    public string File { get; }

    public void Dispose() => own.Dispose();

    /// <summary>The files of a member: its certificate is good for serving and for calling.</summary>
    public TlsFiles Member(string name = "member", double daysFrom = -1, double daysUntil = 1) => Issue(name, [Serving, Calling], daysFrom, daysUntil);

    /// <summary>The files of a client: its certificate is good for calling alone.</summary>
    public TlsFiles Client(string name = "client") => Issue(name, [Calling], -1, 1);

    private TlsFiles Issue(string name, string[] purposes, double daysFrom, double daysUntil)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        OidCollection usages = [];
        foreach (string purpose in purposes) usages.Add(new Oid(purpose));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 issued = request.Create(own, now.AddDays(daysFrom), now.AddDays(daysUntil), RandomNumberGenerator.GetBytes(8));
        TlsFiles files = new(Path.Combine(folder.FullName, $"{name}.pem"), Path.Combine(folder.FullName, $"{name}.key"), File);
        System.IO.File.WriteAllText(files.Certificate, issued.ExportCertificatePem());
        System.IO.File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
