namespace NeuralTrader.Abstractions.Security;

/// <summary>Who asks for something that is put on record with a name.</summary>
/// <param name="Name">Whose key it is, and which; or the account and machine of a program inside the cluster.</param>
/// <param name="Role">What he may do.</param>
[GenerateSerializer, Immutable, Alias("caller")]
public sealed record Caller(string Name, Role Role);
