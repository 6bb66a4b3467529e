using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Client.Security;

namespace NeuralTrader.ServiceDefaults.Security;

/// <summary>For how long other members go on believing this one, under the meter "NeuralTrader"; below 0 they do not any more.</summary>
internal sealed class CertificateMetrics(ClusterCertificates certificates, ILogger<ClusterCertificates> log) : IHostedService, IDisposable
{
    private readonly Meter meter = new("NeuralTrader");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge(
            "neuraltrader.tls.certificate.remaining", () => (certificates.Current(log).Until - certificates.Clock.GetUtcNow()).TotalSeconds, "s",
            "Until the certificate that this process shows to other members ends.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => meter.Dispose();
}
