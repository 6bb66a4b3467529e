using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Sign-in links for the terminal: random, good for one sign-in within ten minutes, known to this process alone.</summary>
/// <param name="clock">Tells when a ticket is too old.</param>
public sealed class ConsoleTickets(TimeProvider clock)
{
    private const int MostTickets = 100;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, (ClaimsPrincipal Caller, long At)> tickets = new(StringComparer.Ordinal);

    /// <summary>A link that signs a browser in, once.</summary>
    /// <param name="address">Where the console is, such as http://localhost:5080.</param>
    /// <param name="username">Who is signed in.</param>
    /// <param name="role">What he may do.</param>
    /// <param name="keyId">The key behind the session; when it is revoked the session ends. Null for none.</param>
    public Uri Issue(Uri address, string username, Role role, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        foreach (var old in tickets.Where(ticket => clock.GetElapsedTime(ticket.Value.At) > Life).ToArray()) tickets.TryRemove(old.Key, out _);
        if (tickets.Count >= MostTickets) tickets.Clear();
        string ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        tickets[ticket] = (KeyCache.Caller(username, role, keyId, Schemes.Console), clock.GetTimestamp());
        return new Uri(address, $"/signin?ticket={ticket}");
    }

    /// <summary>Whom a ticket signs in; null when it is used, old or unknown. It works no second time.</summary>
    internal ClaimsPrincipal? Redeem(string ticket) =>
        tickets.TryRemove(ticket, out var found) && clock.GetElapsedTime(found.At) <= Life ? found.Caller : null;
}
