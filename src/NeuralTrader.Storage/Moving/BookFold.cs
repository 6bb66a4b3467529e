using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Moving;

/// <summary>One book from its first entry on: the place it has come to and the chain over all of it.</summary>
/// <param name="name">The book's name.</param>
internal sealed class BookFold(string name)
{
    private byte[] chain = SHA256.HashData(Encoding.UTF8.GetBytes(name));
    private long last;

    /// <summary>The book's name.</summary>
    public string Name => name;

    /// <summary>Where it stands.</summary>
    public BookEnd Head => new(name, last, Convert.ToHexStringLower(chain));

    /// <summary>Takes the next entry.</summary>
    /// <exception cref="MovingException">It is not the next one.</exception>
    public void Add(JournalEntry entry)
    {
        if (entry.Seq != last + 1)
            throw new MovingException(string.Create(CultureInfo.InvariantCulture, $"Book {name} has entry {entry.Seq} where entry {last + 1} should be."));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(chain);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, entry.Seq);
        hash.AppendData(number);
        foreach (string? text in (string?[])[entry.OperationId, entry.Fingerprint, entry.RecordedAt.ToString("O", CultureInfo.InvariantCulture), entry.Body, .. entry.Postings.SelectMany(Words)])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
            BinaryPrimitives.WriteInt64LittleEndian(number, text is null ? -1 : bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }
        chain = hash.GetHashAndReset();
        last = entry.Seq;
    }

    private static string[] Words(Posting posting) => [posting.Debit, posting.Credit, posting.Amount.ToString(CultureInfo.InvariantCulture)];
}
