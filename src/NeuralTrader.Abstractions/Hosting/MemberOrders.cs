using Orleans.Providers;

namespace NeuralTrader.Abstractions.Hosting;

/// <summary>Takes the orders that are given to all members of a cluster at once, those without grains included. Orleans finds it by this class and <see cref="Name"/>.</summary>
/// <param name="carryOut">Does what is ordered, and says who does it.</param>
public sealed class MemberOrders(Func<int, string> carryOut) : IControllable
{
    /// <summary>Who takes them, on every member.</summary>
    public const string Name = "member";

    /// <summary>To leave: those with grains first, the others when those are gone. The answer is the member's name.</summary>
    public const int Leave = 1;

    /// <inheritdoc/>
    public Task<object?> ExecuteCommand(int command, object? arg) => Task.FromResult<object?>(carryOut(command));
}
