using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>Clients, owners, store and the network between them, one step at a time in an order that the seed decides.</summary>
internal sealed class SimulatedWorld
{
    private const int Clients = 4, MostSteps = 4_000, CalmSteps = 8_000;

    private readonly List<(int Owner, string What, Action Step)> pending = []; // owner 0: it belongs to no owner
    private readonly List<SimulatedOwner> owners = [];
    private readonly SimulatedClient[] clients = new SimulatedClient[Clients];
    private readonly StringBuilder trace = new();
    private readonly PlantedBug bug;
    private readonly SimulatedStore store;
    private SeededRandom random;
    private bool isCalm;
    private int births;

    public SimulatedWorld(ulong seed, PlantedBug bug)
    {
        this.bug = bug;
        random = new SeededRandom(seed);
        store = new SimulatedStore(bug, this);
        Laws = new SimulatedLaws(store);
        for (int i = 0; i < Clients; i++) clients[i] = new SimulatedClient(i, this);
    }

    public SimulatedLaws Laws { get; }

    public int Steps { get; private set; }

    public int Crashes { get; private set; }

    public long Entries => store.Entries.Count;

    public string Trace => trace.ToString();

    /// <summary>Lets everything happen, first with faults and then without, until all is answered or a law is broken.</summary>
    public void Run()
    {
        try
        {
            while (Steps < MostSteps + CalmSteps && Laws.Broken is null && !(Array.TrueForAll(clients, client => client.IsDone) && pending.Count == 0 && !store.HasWork))
            {
                isCalm = Steps++ >= MostSteps;
                Step();
            }
        }
        catch (DamagedBookException damage)
        {
            Laws.Break(damage.Message); // an owner read it
        }
        if (Laws.Broken is null) Laws.Finish(clients);
        if (Laws.Broken is { } broken) Note($"BROKEN: {broken}");
    }

    /// <summary>A whole number from 0 to below n.</summary>
    public int Next(int n) => random.NextIndex(n);

    /// <summary>True so many times in a hundred.</summary>
    public bool Chance(int percent) => Next(100) < percent;

    /// <summary>The same, and never once the world is calm.</summary>
    public bool Fault(int percent) => Chance(percent) && !isCalm;

    /// <summary>A line of the trace.</summary>
    public void Note(FormattableString what) => trace.Append(what.ToString(CultureInfo.InvariantCulture)).Append('\n');

    /// <summary>A request travels; it may get lost, and finds whoever owns the book, or says so, when it arrives.</summary>
    public void Send(SimulatedRequest request)
    {
        if (Fault(8)) return;
        Later(0, "request", () =>
        {
            if (owners.Count == 0) Activate();
            SimulatedOwner owner = owners[Next(owners.Count)];
            Note($"owner {owner.Number} gets {request}");
            owner.Receive(request);
        });
    }

    /// <summary>An answer leaves its owner and travels.</summary>
    public void Tell(int owner, SimulatedRequest request, SimulatedAnswer answer)
    {
        Note($"owner {owner} answers {request}: {answer.Outcome} {answer.Seq} {answer.Cash}");
        Laws.Told(owner, request, answer);
        if (!Fault(8)) Later(0, "answer", () => clients[request.Client].Hear(request, answer));
    }

    /// <summary>Something happens later, unless the owner that it belongs to is dead by then.</summary>
    public void Later(int owner, string what, Action step) => pending.Add((owner, what, step));

    private void Step()
    {
        int choice = Next(100);
        if (choice < 2 && !isCalm && owners.Count > 0) Crash(owners[Next(owners.Count)]);
        else if (choice < 4 && !isCalm && owners.Count == 1) Activate(); // the cluster takes the living one for dead: two owners
        else if (choice < 12) clients[Next(Clients)].Send();
        else if (choice < 45 && store.HasWork) store.Commit();
        else if (pending.Count > 0)
        {
            int at = Next(pending.Count);
            Action step = pending[at].Step;
            pending.RemoveAt(at);
            step();
        }
        else if (store.HasWork) store.Commit();
        if (isCalm && owners.Count > 1) Crash(owners[0]); // the last one stays
    }

    private void Activate()
    {
        owners.Add(new SimulatedOwner(++births, store, this, bug));
        Note($"owner {births} is activated");
    }

    // Where its last work was when it died is what makes crashes different.
    private void Crash(SimulatedOwner owner)
    {
        string phase = store.Holds(owner.Number) ? "before the write"
            : pending.Exists(step => step.Owner == owner.Number && step.What == "result") ? "after the write, before the answer"
            : pending.Exists(step => step.What == "answer") ? "after the answer" : "at rest";
        Note($"owner {owner.Number} dies {phase}");
        Crashes++;
        owners.Remove(owner);
        store.OwnerDied(owner.Number);
        pending.RemoveAll(step => step.Owner == owner.Number);
    }
}
