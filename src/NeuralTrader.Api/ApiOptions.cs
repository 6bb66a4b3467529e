namespace NeuralTrader.Api;

/// <summary>How the front-end behaves; configuration section <c>NeuralTrader:Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "NeuralTrader:Api";

    /// <summary>How the program reaches the grains; of no meaning where they are in the same process.</summary>
    public ApiMode Mode { get; set; } = ApiMode.Silo;

    /// <summary>Largest request body in bytes.</summary>
    public long BodyLimit { get; set; } = 1 << 20;

    /// <summary>Largest body of an import in bytes.</summary>
    public long ImportBodyLimit { get; set; } = 64 << 20;

    /// <summary>How long a call may wait for its place, and then how long it may take.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a back-test or an import may take once it has its place.</summary>
    public TimeSpan JobDeadline { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Calls that read.</summary>
    public LaneOptions Read { get; set; } = new() { Concurrent = 2048, Waiting = 8192 };

    /// <summary>Calls that move money or orders; a lane of their own that no analysis can fill.</summary>
    public LaneOptions Money { get; set; } = new() { Concurrent = 512, Waiting = 4096 };

    /// <summary>Back-tests, imports and event streams.</summary>
    public LaneOptions Jobs { get; set; } = new() { Concurrent = 128, Waiting = 1024 };

    /// <summary>
    /// The folder where the keys that protect sign-in cookies are kept, of this process alone; null to keep them in the cluster, for all interfaces.
    /// </summary>
    public string? CookieKeyDirectory { get; set; }

    /// <summary>
    /// Addresses and ranges of the proxies before this process, commas between them: what they write in X-Forwarded-For and X-Forwarded-Proto is
    /// believed, and nobody else's. Null where there is none.
    /// </summary>
    public string? TrustedProxies { get; set; }

    /// <summary>Other sites whose pages may call, commas between them, set for the whole platform at start; null to leave that to initSecurityConfig.</summary>
    public string? CorsOrigins { get; set; }
}

/// <summary>How a front-end in a process of its own reaches the grains.</summary>
public enum ApiMode
{
    /// <summary>As a member of the cluster without grains: it is told at once when a silo dies.</summary>
    Silo = 1,

    /// <summary>As a client through gateways, outside the trust border: it finds out that a silo died by waiting some seconds.</summary>
    Client = 2,
}

/// <summary>How many calls of a kind may run and wait at once; one more is refused.</summary>
public sealed class LaneOptions
{
    /// <summary>Calls at work.</summary>
    public int Concurrent { get; set; }

    /// <summary>Calls waiting for one of those to end.</summary>
    public int Waiting { get; set; }
}
