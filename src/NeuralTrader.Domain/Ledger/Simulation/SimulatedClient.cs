namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>A client with work to do, one request after the other: it sends each again under the same key until it hears how it went.</summary>
internal sealed class SimulatedClient(int number, SimulatedWorld world)
{
    private const int Work = 7;
    private int done, asked;
    private SimulatedRequest? current;

    /// <summary>True when all its requests are answered.</summary>
    public bool IsDone => done == Work;

    /// <summary>What it waits for; null when it waits for nothing.</summary>
    public SimulatedRequest? Current => current;

    /// <summary>Sends: something new, or what was not answered yet once more.</summary>
    public void Send()
    {
        if (IsDone) return;
        current ??= Wish($"c{number}-{asked++}");
        world.Send(current);
        if (world.Chance(20)) world.Send(current); // the network doubles it
        if (current.Wish != SimulatedWish.Read && world.Chance(6)) world.Send(current with { Cents = current.Cents + 1 }); // the same key for something else
    }

    /// <summary>Hears an answer, maybe one that is late or of another request.</summary>
    public void Hear(SimulatedRequest request, SimulatedAnswer answer)
    {
        if (answer.Outcome == SimulatedOutcome.Unavailable || request != current) return;
        current = null;
        done++;
    }

    private SimulatedRequest Wish(string key) => world.Next(10) switch
    {
        < 3 => new SimulatedRequest(number, key, SimulatedWish.Deposit, 50 + world.Next(100)),
        < 6 => new SimulatedRequest(number, key, SimulatedWish.Withdraw, 20 + world.Next(100)),
        < 8 => new SimulatedRequest(number, key, SimulatedWish.Save, 10 + world.Next(100)),
        _ => new SimulatedRequest(number, key, SimulatedWish.Read, 0),
    };
}
