using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Tests.Ledger;

public sealed class JournalChainTests
{
    private static readonly DateTime At = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddMicroseconds(678901);

    private static readonly JournalEntry First = new("portfolio/größe", 1, "op:1", "ab12", At, "{\"text\":\"漢字\"}", [new("cash", "capital", 1.10m), new("a", "b", 79228162514264337593543950335m)]);

    private static readonly JournalEntry Second = new("portfolio/größe", 2, null, null, At.AddSeconds(1), "[]", [new("x", "y", 0.000m)]);

    [Fact] // by Python 3.11's hashlib and struct from the form that JournalChain documents
    public void The_chain_is_the_hash_of_the_documented_bytes()
    {
        BookHead head = BookHead.Of(First.Book);
        Assert.Equal("8151c74ddf29017509dfdbd63040ef4562d442d81dd234fbce7a8c44677d8c36", head.Chain.ToString());
        head = head.Then(First);
        Assert.Equal("654a2bfb7b0d77e2fc70b3168d5a34025e83ccf4e0940ae96d4b705fcb118de2", head.Chain.ToString());
        Assert.Equal("e4aa5f78d7e5178fdbd9ea73cfbe45ac746f1c2bb4c529708af5ebcdf4d79237", head.Then(Second).Chain.ToString());
    }

    [Fact]
    public void The_scale_of_an_amount_does_not_count_and_its_value_does()
    {
        JournalChain chain = JournalChain.Start("b");
        JournalChain Of(decimal amount) => chain.Then(Second with { Postings = [new Posting("x", "y", amount)] });
        Assert.Equal(Of(1.1m), Of(1.100m));
        Assert.Equal(Of(0m), Of(0.00m));
        Assert.Equal(Of(100m), Of(1e2m));
        Assert.NotEqual(Of(1.1m), Of(11m));
        Assert.NotEqual(Of(1m), Of(-1m));
    }

    [Fact]
    public void Every_part_of_an_entry_counts()
    {
        JournalEntry[] others =
        [
            First with { Book = "portfolio/größf" }, First with { Seq = 2 }, First with { OperationId = null }, First with { OperationId = "" },
            First with { Fingerprint = "ab13" }, First with { RecordedAt = At.AddMicroseconds(1) }, First with { Body = First.Body + " " },
            First with { Postings = [First.Postings[0]] }, First with { Postings = [First.Postings[1], First.Postings[0]] },
            First with { OperationId = "op:1a", Fingerprint = "b12" }, // the same letters, cut elsewhere
        ];
        JournalChain start = JournalChain.Start(First.Book);
        Assert.Equal(others.Length + 1, others.Append(First).Select(start.Then).Distinct().Count());
        Assert.Equal(start.Then(First), start.Then(First with { RecordedAt = At.AddTicks(9) })); // stores keep microseconds
    }

    [Fact]
    public void A_chain_survives_its_bytes_and_takes_32_of_them()
    {
        JournalChain chain = JournalChain.Start("b");
        Assert.Equal(chain, JournalChain.Parse(chain.ToArray()));
        Assert.Equal(Convert.ToHexStringLower(chain.ToArray()), chain.ToString());
        Assert.Equal("chain", Assert.Throws<InvalidInputException>(() => JournalChain.Parse(new byte[31])).Field);
    }

    [Fact]
    public void A_changed_a_missing_and_a_foreign_entry_are_named()
    {
        JournalEntry[] book = Written(5);
        Assert.Equal(5, BookHead.Of("b", book).Seq);
        JournalEntry[] forged = [.. book];
        forged[2] = forged[2] with { Postings = [new Posting("x", "y", 4m)] };
        Assert.Contains("entry 3, or one before it, is not what was written", Damage(forged), StringComparison.Ordinal);
        Assert.Contains("entry 4 follows entry 2", Damage([.. book[..2], .. book[3..]]), StringComparison.Ordinal);
        Assert.Contains("an entry of book 'c'", Damage([book[0] with { Book = "c" }]), StringComparison.Ordinal);
        Assert.Contains("entry 2 has no chain", Damage([book[0], book[1] with { Chain = null }]), StringComparison.Ordinal);

        static string Damage(JournalEntry[] entries) => Assert.Throws<DamagedBookException>(() => BookHead.Of("b", entries)).Message;
    }

    [Fact]
    public void Entries_of_older_builds_come_first_and_are_covered_by_those_after_them()
    {
        JournalEntry[] book = [.. Written(4).Select((entry, i) => i < 2 ? entry with { Chain = null } : entry)];
        Assert.Equal(BookHead.Of("b", Written(4)).Chain, BookHead.Of("b", book).Chain);
        book[0] = book[0] with { Body = "[1]" };
        Assert.Contains("entry 3, or one before it", Assert.Throws<DamagedBookException>(() => BookHead.Of("b", book)).Message, StringComparison.Ordinal);
    }

    private static JournalEntry[] Written(int entries)
    {
        JournalEntry[] book = new JournalEntry[entries];
        JournalChain chain = JournalChain.Start("b");
        for (int i = 0; i < entries; i++)
        {
            book[i] = new JournalEntry("b", i + 1, $"op-{i}", "fp", At, "[]", [new Posting("x", "y", i + 0.5m)]);
            chain = chain.Then(book[i]);
            book[i] = book[i] with { Chain = chain };
        }
        return book;
    }
}
