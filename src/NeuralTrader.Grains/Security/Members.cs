namespace NeuralTrader.Grains.Security;

/// <summary>Tells the services of a member of the cluster, such as an interface without grains, from clients outside it.</summary>
/// <param name="silos">Who is a member now.</param>
internal sealed class Members(ISiloStatusOracle silos)
{
    private const string Hosted = "hosted-"; // as Orleans names the client that is in a silo

    /// <summary>Whether a call comes from a client in a process of its own.</summary>
    public static bool IsOutside(GrainId? source) => source is { } client && client.IsClient() && HostOf(client) is null;

    /// <summary>Whether a call comes from the services of an active member.</summary>
    public bool Include(GrainId? source) =>
        source is { } client && client.IsClient() && HostOf(client) is { } host
        && silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => silo.ToParsableString() == host);

    private static string? HostOf(GrainId client) =>
        client.Key.ToString() is { } name && name.StartsWith(Hosted, StringComparison.Ordinal) ? name[Hosted.Length..] : null;
}
