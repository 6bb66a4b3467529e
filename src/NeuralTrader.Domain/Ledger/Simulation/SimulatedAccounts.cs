using System.Globalization;

namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>What a simulated client wants done.</summary>
internal enum SimulatedWish
{
    Deposit = 1,
    Withdraw,
    Save, // cash to savings, for a fee: two postings
    Read,
}

/// <summary>One request. The same key with another wish or amount is another request.</summary>
internal sealed record SimulatedRequest(int Client, string Key, SimulatedWish Wish, long Cents)
{
    public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"{Wish} {Cents}");

    public string Body => $"{Key} {Fingerprint}";

    public override string ToString() => Body;
}

/// <summary>What kind of answer a client hears.</summary>
internal enum SimulatedOutcome
{
    Done = 1,
    Refused,
    KeyTaken,
    Balance,
    Unavailable,
}

/// <summary>An answer: the version of the book that it rests on, and the cash there.</summary>
internal readonly record struct SimulatedAnswer(SimulatedOutcome Outcome, long Seq, long Cash);

/// <summary>The money in the simulated book, cents.</summary>
internal readonly record struct SimulatedAccounts(long Cash, long Savings, long Fees)
{
    private const long Fee = 1;

    /// <summary>Whether the cash is there.</summary>
    public bool Covers(SimulatedWish wish, long cents) => wish switch
    {
        SimulatedWish.Withdraw => Cash >= cents,
        SimulatedWish.Save => Cash >= cents + Fee,
        SimulatedWish.Deposit or SimulatedWish.Read => true,
    };

    /// <summary>The money afterwards.</summary>
    public SimulatedAccounts After(SimulatedWish wish, long cents) => wish switch
    {
        SimulatedWish.Deposit => this with { Cash = Cash + cents },
        SimulatedWish.Withdraw => this with { Cash = Cash - cents },
        SimulatedWish.Save => new SimulatedAccounts(Cash - cents - Fee, Savings + cents, Fees + Fee),
        SimulatedWish.Read => this,
    };

    /// <summary>The double entries.</summary>
    public static Posting[] Postings(SimulatedWish wish, long cents) => wish switch
    {
        SimulatedWish.Deposit => [new Posting("cash", "capital", Money(cents))],
        SimulatedWish.Withdraw => [new Posting("capital", "cash", Money(cents))],
        SimulatedWish.Save => [new Posting("savings", "cash", Money(cents)), new Posting("fees", "cash", Money(Fee))],
        SimulatedWish.Read => [],
    };

    /// <summary>The wish that an entry's body tells of.</summary>
    public static (string Key, SimulatedWish Wish, long Cents) Parse(string body)
    {
        string[] parts = body.Split(' ');
        return (parts[0], Enum.Parse<SimulatedWish>(parts[1]), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Cents as money.</summary>
    public static decimal Money(long cents) => cents / 100m;
}
