using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Grains.Hosting;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security;

/// <inheritdoc cref="ICookieKeysGrain"/>
/// <remarks>An interface that finds no key makes one and believes in it for a day: two that each made one would refuse each other's cookies.</remarks>
[Reentrant]
internal sealed class CookieKeysGrain([PersistentState("cookie-keys")] IPersistentState<CookieKeysRecord> keys, SecretSeal seal, TimeProvider clock)
    : Grain, ICookieKeysGrain, IDisposable
{
    private const int LongestKey = 16 * 1024;
    private static readonly string[] Times = ["creationDate", "activationDate", "expirationDate"];
    private static readonly TimeSpan TimeToMake = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim writing = new(1);
    private TaskCompletionSource? first; // somebody makes the first key

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Read(CancellationToken cancellationToken)
    {
        while (All() is { Length: 0 } none)
        {
            if (first is not { } made)
            {
                first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return none;
            }
            try
            {
                await made.Task.WaitAsync(TimeToMake, clock, cancellationToken);
            }
            catch (TimeoutException) // who was to make it is gone: the next one may
            {
                if (first == made) first = null;
            }
        }
        return All();
    }

    /// <inheritdoc/>
    public async Task Add(string name, string key, CancellationToken cancellationToken)
    {
        if (!IsKey(key)) throw Require.Invalid("key", name, "a key or a revocation as ASP.NET Core writes it");
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (keys.State.Keys.All(known => known.Name != name))
                await keys.Commit(new CookieKeysRecord { Keys = [.. keys.State.Keys, new CookieKeyRecord { Name = name, Sealed = seal.Seal(key, name) }] });
        }
        finally
        {
            writing.Release();
        }
        first?.TrySetResult();
        first = null;
    }

    /// <inheritdoc/>
    public void Dispose() => writing.Dispose();

    private static bool IsKey(string text)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { MaxCharactersInDocument = LongestKey });
            XElement root = XElement.Load(reader);
            return root.Name.LocalName == "revocation" || (root.Name.LocalName == "key" && Guid.TryParse((string?)root.Attribute("id"), out _)
                && Times.All(time => DateTimeOffset.TryParse((string?)root.Element(time), CultureInfo.InvariantCulture, out _)));
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private string[] All() => [.. keys.State.Keys.Select(key => seal.Open(key.Sealed, key.Name)).OfType<string>()];
}

/// <summary>The keys of sign-in cookies, as they are kept.</summary>
[GenerateSerializer, Immutable, Alias("cookie-keys-record")]
internal sealed record CookieKeysRecord
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public CookieKeyRecord[] Keys { get; init; } = [];
}

/// <summary>One key, sealed.</summary>
[GenerateSerializer, Immutable, Alias("cookie-key-record")]
internal sealed record CookieKeyRecord
{
    /// <summary>Names it.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>As <see cref="SecretSeal"/> makes it.</summary>
    [Id(1)] public byte[] Sealed { get; init; } = [];
}
