using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Client;

/// <summary>The parts of the product that functions belong to.</summary>
public enum Subject
{
    /// <summary>Analysis, portfolios, orders and back-tests.</summary>
    Trading = 1,

    /// <summary>Neural networks and forecasts.</summary>
    Forecasting = 2,

    /// <summary>Risk figures, optimisation and indicators.</summary>
    Risk = 3,

    /// <summary>Sports odds and bets.</summary>
    Betting = 4,

    /// <summary>Betting syndicates.</summary>
    Syndicates = 5,

    /// <summary>Swarms of trading agents.</summary>
    Swarm = 6,

    /// <summary>Prediction markets.</summary>
    Markets = 7,

    /// <summary>Keys, limits and audit.</summary>
    Security = 8,

    /// <summary>The platform itself.</summary>
    System = 9,
}

/// <summary>One function of the platform. HTTP routes, documentation and the command line are all made from it.</summary>
public abstract record Function
{
    private protected Function(string name, Subject subject, Role role, bool isAccelerated, string summary) =>
        (Name, Subject, Role, IsAccelerated, Summary) = (name, subject, role, isAccelerated, summary);

    /// <summary>Its name in camelCase.</summary>
    public string Name { get; }

    /// <summary>The part of the product it belongs to.</summary>
    public Subject Subject { get; }

    /// <summary>The least role that may call it.</summary>
    public Role Role { get; }

    /// <summary>True where it has an accelerated path.</summary>
    public bool IsAccelerated { get; }

    /// <summary>One sentence on what it does.</summary>
    public string Summary { get; }

    /// <summary>True for a function that this platform has beside the announced interface, and that is not counted with it.</summary>
    public bool IsOwn { get; internal init; }

    /// <summary>True where programs with the role Service may call it as well.</summary>
    public bool IsForServices { get; internal init; }

    /// <summary>Where HTTP serves it.</summary>
    public string Route => $"/api/v1/{Subject.ToString().ToLowerInvariant()}/{Name}";

    /// <summary>The type of its request.</summary>
    public abstract Type RequestType { get; }

    /// <summary>The type of its answer.</summary>
    public abstract Type AnswerType { get; }

    /// <summary>Gives the function to a visitor that knows its types.</summary>
    public abstract TResult Accept<TResult>(IFunctionVisitor<TResult> visitor);
}

/// <summary>Sees a function with its types.</summary>
/// <typeparam name="TResult">What it makes of it.</typeparam>
public interface IFunctionVisitor<out TResult>
{
    /// <summary>Sees one function.</summary>
    TResult Visit<TRequest, TAnswer>(Function<TRequest, TAnswer> function)
        where TRequest : class;
}

/// <summary>One function with its types.</summary>
/// <typeparam name="TRequest">What it takes.</typeparam>
/// <typeparam name="TAnswer">What it gives.</typeparam>
public sealed record Function<TRequest, TAnswer> : Function
    where TRequest : class
{
    internal Function(
        string name, Subject subject, Role role, bool isAccelerated, string summary,
        Func<NeuralTraderClient, TRequest, CancellationToken, Task<TAnswer>> call)
        : base(name, subject, role, isAccelerated, summary) => Call = call;

    /// <summary>Calls it.</summary>
    public Func<NeuralTraderClient, TRequest, CancellationToken, Task<TAnswer>> Call { get; }

    /// <inheritdoc/>
    public override Type RequestType => typeof(TRequest);

    /// <inheritdoc/>
    public override Type AnswerType => typeof(TAnswer);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}
