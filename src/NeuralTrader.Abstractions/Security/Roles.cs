namespace NeuralTrader.Abstractions.Security;

/// <summary>The order of roles, said once.</summary>
public static class Roles
{
    /// <summary>Whether a caller of one role may do what needs another: Admin all; User what needs User or ReadOnly; Service only what is meant for services.</summary>
    public static bool Allows(this Role held, Role needed) => held switch
    {
        Role.ReadOnly => needed == Role.ReadOnly,
        Role.User => needed is Role.ReadOnly or Role.User,
        Role.Admin => true,
        Role.Service => needed == Role.Service,
    };
}
