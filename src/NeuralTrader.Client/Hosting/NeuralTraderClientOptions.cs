namespace NeuralTrader.Client.Hosting;

/// <summary>How a process that is no member of the cluster calls it. Section <c>NeuralTrader:Client</c> of the configuration.</summary>
public sealed class NeuralTraderClientOptions
{
    /// <summary>The configuration's section.</summary>
    public const string Section = "NeuralTrader:Client";

    /// <summary>
    /// Gateways of the cluster, each as host:port; in the configuration a list, or one value with commas. Where there are none, Orleans' own section <c>Orleans:Clustering</c> says where the cluster lists its
    /// members, and without that the PostgreSQL database <c>ConnectionStrings:neuraltrader</c> does.
    /// </summary>
    public IList<string> Gateways { get; } = [];

    /// <summary>
    /// The API key that its calls are made with: in its user's name, with its role. Without one only what is open to all is answered, such as ping.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>A file that holds the API key, where it is not to be in the configuration. It is read again when an identity is renewed.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>
    /// How long one attempt of a call may take, more than 0 and at most 5 s: an answer from a silo that was killed never comes. Calls that compute say
    /// themselves how long they may take.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>For how long a call that may be made twice is made again when it gets no answer; 0 makes every call once.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long the start waits for a first gateway to answer; 0 tries once.</summary>
    public TimeSpan ConnectPatience { get; set; } = TimeSpan.FromSeconds(30);
}
