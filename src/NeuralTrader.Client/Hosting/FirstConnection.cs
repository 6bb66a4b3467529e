using System.Diagnostics;
using System.Globalization;

namespace NeuralTrader.Client.Hosting;

/// <summary>Waits at the start until the cluster can be reached, and says in one sentence that it could not.</summary>
internal sealed class FirstConnection(NeuralTraderClientOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private long start;

    /// <summary>Whether to try once more.</summary>
    /// <exception cref="ClusterUnavailableException">It was tried for long enough.</exception>
    public async Task<bool> ShouldTryAgain(Exception fault, CancellationToken cancellationToken)
    {
        if (start == 0) start = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(start) >= options.ConnectPatience) throw new ClusterUnavailableException(Sentence(fault), fault);
        await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private string Sentence(Exception fault)
    {
        string place = options.Gateways.Count > 0 ? $" at {string.Join(", ", options.Gateways)}" : " that the cluster's list names";
        string why = fault.Message.Split('\n')[0].TrimEnd('.');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"No gateway{place} answered within {options.ConnectPatience.TotalSeconds:0.#} s ({why}): are silos up with Orleans:Endpoints:GatewayPort, and the same Orleans:ClusterId?");
    }
}
