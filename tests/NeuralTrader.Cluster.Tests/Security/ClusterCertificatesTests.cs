using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Client.Security;
using NeuralTrader.Cluster.Tests.Hosting;
using NeuralTrader.Domain;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>What a process is told at start when nobody would believe its certificate, and how files are renewed.</summary>
public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nt-");
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly TestAuthority authority, foreign;

    public ClusterCertificatesTests() => (authority, foreign) = (new TestAuthority(folder, "authority"), new TestAuthority(folder, "foreign"));

    public void Dispose()
    {
        authority.Dispose();
        foreign.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Without_a_key_of_the_section_nothing_is_encrypted_and_with_one_all_three_are_wanted()
    {
        Assert.Null(TlsFiles.From(Configured([])));
        InvalidInputException fault = Assert.Throws<InvalidInputException>(() =>
            TlsFiles.From(Configured(new() { [TlsFiles.CertificateKey] = "a.pem", [TlsFiles.AuthorityKey] = "b.pem" })));
        Assert.Equal(
            "NeuralTrader:Tls:Key is missing; allowed: a PEM file, since Certificate, Key and Authority of NeuralTrader:Tls go together.", fault.Message);
    }

    [Fact]
    public void A_member_of_the_authority_is_taken_and_so_are_certificates_between_the_two()
    {
        Assert.Equal(clock.GetUtcNow().AddDays(1), Load(authority.Member()).Current(NullLogger.Instance).Until, TimeSpan.FromSeconds(5));
        Assert.NotNull(Load(authority.Client(), isMember: false));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        AssertRefused(
            authority.Member() with { Key = Path.Combine(folder.FullName, "none") }, TlsFiles.KeyKey, "a PEM file that can be read (Could not find file");

    [Fact]
    public void A_file_of_something_else_is_named()
    {
        string text = Path.Combine(folder.FullName, "text");
        File.WriteAllText(text, "no certificate");
        AssertRefused(authority.Member() with { Certificate = text }, TlsFiles.CertificateKey, "a PEM file with a section BEGIN CERTIFICATE");
        AssertRefused(authority.Member() with { Authority = text }, TlsFiles.AuthorityKey, "a PEM file with a section BEGIN CERTIFICATE");
        AssertRefused(authority.Member() with { Key = text }, TlsFiles.KeyKey, "the private key of ");
        File.WriteAllText(text, "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n");
        AssertRefused(authority.Member() with { Certificate = text }, TlsFiles.CertificateKey, "a PEM file of certificates (");
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused() =>
        AssertRefused(authority.Member() with { Key = authority.Member("other").Key }, TlsFiles.KeyKey, "the private key of ");

    [Fact]
    public void A_certificate_that_has_expired_or_is_for_later_is_refused_with_its_days()
    {
        AssertRefused(authority.Member(daysFrom: -2, daysUntil: -1), TlsFiles.CertificateKey, "a certificate that is valid now (this one is from ");
        AssertRefused(authority.Member(daysFrom: 1, daysUntil: 2), TlsFiles.CertificateKey, "a certificate that is valid now (this one is from ");
    }

    [Fact]
    public void A_certificate_of_another_authority_is_refused() =>
        AssertRefused(foreign.Member() with { Authority = authority.File }, TlsFiles.CertificateKey, "a certificate from an authority in ");

    [Fact]
    public void A_member_needs_a_certificate_for_serving_and_for_calling() =>
        AssertRefused(authority.Client(), TlsFiles.CertificateKey, "a certificate whose extendedKeyUsage is serverAuth and clientAuth");

    [Fact]
    public void Renewed_files_are_used_once_they_are_whole()
    {
        TlsFiles files = authority.Member();
        ClusterCertificates certificates = Load(files);
        CertificateSet first = certificates.Current(NullLogger.Instance);
        File.WriteAllText(files.Certificate, File.ReadAllText(authority.Member("next", daysUntil: 30).Certificate)); // its key is not there yet
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(first, certificates.Current(NullLogger.Instance));
        File.WriteAllText(files.Key, File.ReadAllText(Path.ChangeExtension(authority.Member("next", daysUntil: 30).Certificate, ".key")));
        File.WriteAllText(files.Certificate, File.ReadAllText(Path.Combine(folder.FullName, "next.pem")));
        Assert.Same(first, certificates.Current(NullLogger.Instance)); // not looked at again so soon
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(clock.GetUtcNow().AddDays(30), certificates.Current(NullLogger.Instance).Until, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_commands_of_the_documentation_make_files_that_are_taken()
    {
        string[] places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!places.Any(place => File.Exists(Path.Combine(place, "openssl")))) Assert.Skip("openssl is not installed.");
        string page = await File.ReadAllTextAsync(Path.Combine(AspireManifest.Root, "docs", "operating.md"), TestContext.Current.CancellationToken);
        string commands = page[page.IndexOf("# the cluster's own authority", StringComparison.Ordinal)..];
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-e", "-c", commands[..commands.IndexOf("```", StringComparison.Ordinal)]])
        {
            WorkingDirectory = folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        string complaint = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, complaint);
        clock.SetUtcNow(DateTimeOffset.UtcNow);
        Assert.Equal(clock.GetUtcNow().AddDays(365), Load(Made("silo-1")).Current(NullLogger.Instance).Until, TimeSpan.FromHours(1));
        Assert.NotNull(Load(Made("watcher"), isMember: false));
        AssertRefused(Made("watcher"), TlsFiles.CertificateKey, "a certificate whose extendedKeyUsage is serverAuth and clientAuth");

        TlsFiles Made(string name) => new(At($"{name}.pem"), At($"{name}.key"), At("authority.pem"));

        string At(string file) => Path.Combine(folder.FullName, file);
    }

    private static IConfiguration Configured(Dictionary<string, string?> keys) => new ConfigurationBuilder().AddInMemoryCollection(keys).Build();

    private ClusterCertificates Load(TlsFiles files, bool isMember = true) => new(files, isMember, clock);

    private void AssertRefused(TlsFiles files, string field, string allowed)
    {
        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => Load(files));
        Assert.Equal(field, fault.Field);
        Assert.StartsWith(allowed, fault.Allowed, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
