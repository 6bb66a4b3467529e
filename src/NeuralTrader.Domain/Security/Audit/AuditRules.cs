namespace NeuralTrader.Domain.Security.Audit;

/// <summary>What an event must be before it goes on record.</summary>
public static class AuditRules
{
    /// <summary>Longest action, actor, resource and address, in characters.</summary>
    public const int LongestAction = 100, LongestActor = 300, LongestResource = 300, LongestAddress = 64;

    /// <summary>Most details, and the longest name and value of one.</summary>
    public const int MostDetails = 50, LongestName = 100, LongestValue = 4000;

    /// <summary>The event with its secrets masked.</summary>
    /// <exception cref="InvalidInputException">A part of it is missing, too long, or breaks its line.</exception>
    public static AuditEvent Validated(AuditEvent happened)
    {
        if (!Enum.IsDefined(happened.Category)) throw Require.Invalid("category", happened.Category, string.Join(", ", Enum.GetNames<AuditCategory>()));
        if (!Enum.IsDefined(happened.Level)) throw Require.Invalid("level", happened.Level, string.Join(", ", Enum.GetNames<AuditLevel>()));
        if (!Enum.IsDefined(happened.Outcome)) throw Require.Invalid("outcome", happened.Outcome, string.Join(", ", Enum.GetNames<AuditOutcome>()));
        Require.Name(happened.Actor, LongestActor, "actor");
        if (happened.Address is { } address) Require.Line(address, LongestAddress, "address");
        return happened with
        {
            Action = Action(happened.Action),
            Resource = happened.Resource is { } resource ? SecretText.Hide(Require.Name(resource, LongestResource, "resource")) : null,
            Details = happened.Details is { Count: > 0 } details ? SecretDetails.Hide(Sized(details)) : null,
        };
    }

    private static string Action(string? action) =>
        action is { Length: > 0 and <= LongestAction } && action.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
            ? action
            : throw Require.Invalid("action", action, $"1 to {LongestAction} letters, digits, dots, _ and -, such as key.revoke");

    private static IReadOnlyDictionary<string, string> Sized(IReadOnlyDictionary<string, string> details)
    {
        Require.Count(details.Count, 0, MostDetails, "details");
        foreach ((string name, string? value) in details)
        {
            Require.Name(name, LongestName, "details");
            if (value is not { Length: <= LongestValue }) throw Require.Invalid($"details.{name}", value, $"a text of at most {LongestValue} characters");
        }
        return details;
    }
}
