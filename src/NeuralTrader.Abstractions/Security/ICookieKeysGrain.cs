namespace NeuralTrader.Abstractions.Security;

/// <summary>
/// The keys that protect the console's sign-in cookies, the same for all interfaces of a cluster; key 0. Of several interfaces that start on an empty
/// platform at once, one is left to make the first key and the others wait for it.
/// </summary>
[Alias("grain.cookie-keys"), ForInterfaces]
public interface ICookieKeysGrain : IGrainWithIntegerKey
{
    /// <summary>All keys, oldest first; none for who is to make the first.</summary>
    [Alias("read"), Repeatable] Task<IReadOnlyList<string>> Read(CancellationToken cancellationToken);

    /// <summary>Keeps a key; the same name twice is the same key.</summary>
    /// <param name="name">Names the key.</param>
    /// <param name="key">As ASP.NET Core writes it, XML.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">It is no such key.</exception>
    [Alias("add"), Repeatable] Task Add(string name, string key, CancellationToken cancellationToken);
}
