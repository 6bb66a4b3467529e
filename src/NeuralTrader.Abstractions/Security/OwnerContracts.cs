namespace NeuralTrader.Abstractions.Security;

/// <summary>Makes a portfolio, a back-test or a search somebody's: one that has no owner, or another's, who cannot see it any more from then on.</summary>
/// <param name="Resource">What is given: portfolio/, backtest/ or optimization/, and its id.</param>
/// <param name="Owner">Whose it is to be: the username of his keys, 1 to 100 characters. It need not have a key yet.</param>
[GenerateSerializer, Immutable, Alias("security.assignOwner")]
public sealed record AssignOwnerRequest(string Resource, string Owner);

/// <summary>What belongs to somebody now.</summary>
/// <param name="Resource">What was given.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Before">Whose it was; null for nobody's.</param>
/// <param name="IsRepeat">True when it was his before: nothing has changed.</param>
[GenerateSerializer, Immutable, Alias("security.assignOwner.answer")]
public sealed record AssignedOwner(string Resource, string Owner, string? Before, bool IsRepeat);

/// <summary>Whose something is.</summary>
/// <param name="Owner">The username; null for what has no owner.</param>
/// <param name="IsShared">True for what everybody may use who has the role for it: back-tests and searches of builds that knew no owners.</param>
[GenerateSerializer, Immutable, Alias("ownership")]
public readonly record struct Ownership(string? Owner, bool IsShared = false)
{
    /// <summary>Whether somebody may see and use it.</summary>
    public bool Includes(Caller caller) => IsShared || caller.Owns(Owner);
}
