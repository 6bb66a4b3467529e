using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>What interfaces may put on record: who came to them and whom they refused, with their own name. What was done is told by the silo that did it.</summary>
internal static class InterfaceReports
{
    /// <summary>The detail that names the interface.</summary>
    public const string Teller = "reported-by";

    private static readonly string[] Actions = ["signin", "key.use", "call.refuse", "role.use", "config.start", "audit.overflow", "audit.others"];

    /// <summary>An event as it goes on record.</summary>
    /// <param name="told">As the interface told it.</param>
    /// <param name="teller">The interface.</param>
    /// <exception cref="InvalidInputException">It is nothing that an interface tells.</exception>
    public static AuditEvent Of(AuditEvent told, string teller)
    {
        if (!Actions.Contains(told.Action, StringComparer.Ordinal)) throw Require.Invalid("action", told.Action, $"of an interface: {string.Join(", ", Actions)}");
        Dictionary<string, string> details = (told.Details ?? new Dictionary<string, string>()).Where(detail => detail.Key != Teller)
            .Take(AuditRules.MostDetails - 1).ToDictionary(StringComparer.Ordinal);
        details[Teller] = teller;
        return told with { Details = details };
    }
}
