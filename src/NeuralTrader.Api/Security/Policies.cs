using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Who may do what. Admin may do all; User what needs User or ReadOnly; Service only what is meant for services.</summary>
public static class Policies
{
    /// <summary>May read.</summary>
    public const string ReadOnly = nameof(Role.ReadOnly);

    /// <summary>May read and trade.</summary>
    public const string User = nameof(Role.User);

    /// <summary>May do everything.</summary>
    public const string Admin = nameof(Role.Admin);

    /// <summary>May do what is meant for the platform's own programs.</summary>
    public const string Service = nameof(Role.Service);

    /// <summary>May trade, or is one of the platform's own programs.</summary>
    public const string WithServices = "UserOrService";

    /// <summary>The policy that a function of this role asks for.</summary>
    public static string Of(Role role) => role switch
    {
        Role.ReadOnly => ReadOnly,
        Role.User => User,
        Role.Admin => Admin,
        Role.Service => Service,
    };

    /// <summary>Whether a caller may call a function.</summary>
    internal static bool LetsIn(Role held, Client.Function function) => held.Allows(function.Role) || (function.IsForServices && held == Role.Service);

    internal static void Add(AuthorizationOptions options)
    {
        foreach (Role needed in Enum.GetValues<Role>())
            options.AddPolicy(Of(needed), policy => policy.RequireAssertion(asked => RoleOf(asked.User) is { } held && held.Allows(needed)));
        options.AddPolicy(WithServices, policy => policy.RequireAssertion(asked => RoleOf(asked.User) is { } held && (held == Role.Service || held.Allows(Role.User))));
        options.DefaultPolicy = options.GetPolicy(ReadOnly)!;
    }

    internal static Role? RoleOf(ClaimsPrincipal user) => user.FindFirst(ClaimTypes.Role)?.Value switch
    {
        ReadOnly => Role.ReadOnly,
        User => Role.User,
        Admin => Role.Admin,
        Service => Role.Service,
        _ => null,
    };
}
