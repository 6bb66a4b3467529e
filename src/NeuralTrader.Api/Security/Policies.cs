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

    /// <summary>The policy that a function of this role asks for.</summary>
    public static string Of(Role role) => role switch
    {
        Role.ReadOnly => ReadOnly,
        Role.User => User,
        Role.Admin => Admin,
        Role.Service => Service,
    };

    /// <summary>Whether a caller of one role may do what needs another.</summary>
    public static bool Allows(Role held, Role needed) => held switch
    {
        Role.ReadOnly => needed == Role.ReadOnly,
        Role.User => needed is Role.ReadOnly or Role.User,
        Role.Admin => true,
        Role.Service => needed == Role.Service,
    };

    internal static void Add(AuthorizationOptions options)
    {
        foreach (Role needed in Enum.GetValues<Role>())
            options.AddPolicy(Of(needed), policy => policy.RequireAssertion(asked => RoleOf(asked.User) is { } held && Allows(held, needed)));
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
