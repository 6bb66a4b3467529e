using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Security;

/// <summary>Ends console sessions with the key they were opened with. It asks for the list of keys at most every five seconds.</summary>
internal sealed class SignedInKeys(NeuralTraderClient client, TimeProvider clock)
{
    private Reading? newest;

    /// <summary>Whether the key that a session was opened with still works.</summary>
    public async ValueTask<bool> StillWorks(string keyId)
    {
        Reading? reading = newest;
        if (reading is null || reading.Keys.IsFaulted || reading.Keys.IsCanceled || clock.GetElapsedTime(reading.At) > KeyCache.Trusted)
            newest = reading = new Reading(Read(), clock.GetTimestamp());
        return (await reading.Keys).Contains(keyId);
    }

    /// <summary>Reads the list anew at the next question, because a key was revoked.</summary>
    public void Forget() => newest = null;

    private async Task<HashSet<string>> Read()
    {
        ApiKeyList list = await client.ListApiKeysAsync(new ListApiKeysRequest());
        return [.. list.Keys.Where(key => key.IsValid).Select(key => key.KeyId)];
    }

    private sealed record Reading(Task<HashSet<string>> Keys, long At);
}
