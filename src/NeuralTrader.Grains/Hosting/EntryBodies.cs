using System.Text.Json;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Grains.Hosting;

/// <summary>What the texts of journal entries say.</summary>
internal static class EntryBodies
{
    /// <summary>An entry's text as what was written.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="json">How it was written; as the web does where nothing is said.</param>
    /// <exception cref="DamagedBookException">It cannot be understood: of a newer build, or damaged before books had chains.</exception>
    public static T Read<T>(this JournalEntry entry, JsonSerializerOptions? json = null)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(entry.Body, json ?? JsonSerializerOptions.Web) ?? throw new JsonException("It is empty.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw DamagedBookException.NotUnderstood(entry, fault);
        }
    }
}
