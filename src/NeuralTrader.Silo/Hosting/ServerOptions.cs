using System.ComponentModel.DataAnnotations;

namespace NeuralTrader.Silo.Hosting;

/// <summary>How to treat someone else's server.</summary>
public abstract class ServerOptions
{
    /// <summary>Its address; it is off while there is none.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Calls we allow ourselves, retries included; more wait in a queue.</summary>
    [Range(1, 100_000)]
    public int CallsPerMinute { get; set; } = 30;

    /// <summary>Calls that may wait for their turn; one more is refused at once.</summary>
    [Range(0, 10_000)]
    public int MostWaiting { get; set; } = 100;

    /// <summary>How often a failed call is repeated.</summary>
    [Range(1, 10)]
    public int Retries { get; set; } = 3;

    /// <summary>First pause before a repetition; doubled each time, with jitter. A Retry-After of the server counts instead.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A Retry-After beyond this is not waited for but passed on.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call may take.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer may take with queue, pauses and repetitions.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
