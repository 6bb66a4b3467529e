using System.Collections.Concurrent;
using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Sign-in links for the terminal: random, good for one sign-in within ten minutes, known to this process alone.</summary>
/// <param name="clock">Tells when a ticket is too old.</param>
public sealed class ConsoleTickets(TimeProvider clock)
{
    private const int MostTickets = 100;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, (OpenedSession Session, long At)> tickets = new(StringComparer.Ordinal);

    /// <summary>A link that signs a browser in, once.</summary>
    /// <param name="address">Where the console is, such as http://localhost:5080.</param>
    /// <param name="session">What it is signed in to.</param>
    public Uri Issue(Uri address, OpenedSession session)
    {
        ArgumentNullException.ThrowIfNull(address);
        foreach (var old in tickets.Where(ticket => clock.GetElapsedTime(ticket.Value.At) > Life).ToArray()) tickets.TryRemove(old.Key, out _);
        if (tickets.Count >= MostTickets) tickets.Clear();
        string ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        tickets[ticket] = (session, clock.GetTimestamp());
        return new Uri(address, $"/signin?ticket={ticket}");
    }

    /// <summary>What a ticket signs in to; null when it is used, old or unknown. It works no second time.</summary>
    internal OpenedSession? Redeem(string ticket) =>
        tickets.TryRemove(ticket, out var found) && clock.GetElapsedTime(found.At) <= Life ? found.Session : null;
}
