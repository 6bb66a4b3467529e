namespace NeuralTrader.Abstractions.Security;

/// <summary>The least role of who calls a grain from outside the silos. A method's own mark goes before its interface's; where there is none, members alone may call.</summary>
/// <param name="role">What the caller's signed identity must allow.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class NeedsAttribute(Role role) : Attribute
{
    /// <summary>What the caller's signed identity must allow.</summary>
    public Role Role { get; } = role;

    /// <summary>Whether a service may call as well, which its role alone does not say.</summary>
    public bool OrService { get; init; }
}

/// <summary>Marks what only silos call: their grains, and their services in their own name. They prove it by what silos alone can sign.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class MembersOnlyAttribute : Attribute;

/// <summary>Marks what interfaces ask in their own name as well: members of the cluster without grains, and who has a key of the role Service.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class ForInterfacesAttribute : Attribute;

/// <summary>Marks what anybody may call who reaches a gateway: whether somebody answers, and what makes a credential an identity.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class OpenToAllAttribute : Attribute;
