namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>What must hold whatever happens. Each answer is compared with the journal at the moment it is told; the whole journal at the end.</summary>
internal sealed class SimulatedLaws(SimulatedStore store)
{
    private readonly Dictionary<string, SimulatedAnswer> acknowledged = [];
    private readonly Dictionary<int, long> told = []; // the newest entry that each owner has told of

    /// <summary>The first law that was broken; null while all hold.</summary>
    public string? Broken { get; private set; }

    /// <summary>Commands that were acknowledged.</summary>
    public int Acknowledged => acknowledged.Count;

    /// <summary>An answer leaves its owner.</summary>
    public void Told(int owner, SimulatedRequest request, SimulatedAnswer answer)
    {
        if (answer.Outcome == SimulatedOutcome.Unavailable) return;
        long newest = told.GetValueOrDefault(owner);
        if (answer.Outcome == SimulatedOutcome.Balance && answer.Seq < newest) Break($"owner {owner} told of entry {newest} and then reads entry {answer.Seq} as its last");
        told[owner] = long.Max(newest, answer.Seq);
        if (answer.Seq > store.Entries.Count)
        {
            Break($"'{request}' was answered {answer.Outcome} from entry {answer.Seq}, and the journal ends at {store.Entries.Count}");
            return;
        }
        SimulatedAccounts then = store.History[(int)answer.Seq];
        if (then.Cash != answer.Cash) Break($"'{request}' was told cash {answer.Cash} at entry {answer.Seq}, where the journal has {then.Cash}");
        switch (answer.Outcome)
        {
            case SimulatedOutcome.Done:
                string body = store.Entries[(int)answer.Seq - 1].Body;
                if (body != request.Body) Break($"'{request}' was acknowledged as entry {answer.Seq}, which is '{body}'");
                if (!acknowledged.TryAdd(request.Key, answer) && acknowledged[request.Key] != answer) Break($"'{request}' was answered {acknowledged[request.Key]} and then {answer}");
                break;
            case SimulatedOutcome.Refused when then.Covers(request.Wish, request.Cents):
                Break($"'{request}' was refused at entry {answer.Seq}, where cash {then.Cash} covers it");
                break;
            case SimulatedOutcome.KeyTaken when !store.Entries.Exists(entry => entry.OperationId == request.Key && entry.Fingerprint != request.Fingerprint):
                Break($"'{request}' was told that its key is taken, and it is not");
                break;
            case SimulatedOutcome.Refused or SimulatedOutcome.KeyTaken or SimulatedOutcome.Balance or SimulatedOutcome.Unavailable:
                break;
        }
    }

    /// <summary>All is over: the journal is read by somebody who knows nothing but the journal.</summary>
    public void Finish(IEnumerable<SimulatedClient> clients)
    {
        foreach (SimulatedClient client in clients)
            if (!client.IsDone) Break($"'{client.Current}' gets no answer though nothing fails any more");
        try
        {
            BookHead.Of("simulated/book", store.Entries);
        }
        catch (DamagedBookException damage)
        {
            Break(damage.Message);
        }
        foreach (IGrouping<string, string> command in store.Entries.Select(entry => SimulatedAccounts.Parse(entry.Body).Key).GroupBy(key => key))
            if (command.Count() > 1) Break($"command {command.Key} is in the journal {command.Count()} times");
        foreach (string key in acknowledged.Keys)
            if (!store.Entries.Exists(entry => SimulatedAccounts.Parse(entry.Body).Key == key)) Break($"command {key} was acknowledged and is not in the journal");
        if (store.History.Exists(accounts => accounts.Cash < 0)) Break("the journal holds an overdraft that nobody may make");
        Balances();
    }

    /// <summary>A law is broken.</summary>
    public void Break(string how) => Broken ??= how;

    // The postings tell the same as the bodies, and every account's other side is in the book too.
    private void Balances()
    {
        Dictionary<string, decimal> balances = [];
        foreach (Posting posting in store.Entries.SelectMany(entry => entry.Postings))
        {
            balances[posting.Debit] = balances.GetValueOrDefault(posting.Debit) + posting.Amount;
            balances[posting.Credit] = balances.GetValueOrDefault(posting.Credit) - posting.Amount;
        }
        SimulatedAccounts last = store.History[^1];
        (decimal cash, decimal savings, decimal fees) = (balances.GetValueOrDefault("cash"), balances.GetValueOrDefault("savings"), balances.GetValueOrDefault("fees"));
        if (balances.Values.Sum() != 0) Break("the accounts do not sum to 0");
        if (cash != SimulatedAccounts.Money(last.Cash) || savings != SimulatedAccounts.Money(last.Savings) || fees != SimulatedAccounts.Money(last.Fees))
            Break($"the postings say cash {cash}, savings {savings} and fees {fees}, the events {last}");
    }
}
