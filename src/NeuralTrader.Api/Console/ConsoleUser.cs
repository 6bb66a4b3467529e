using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Security;

namespace NeuralTrader.Api.Console;

/// <summary>Who looks at the page, and what the page may offer.</summary>
/// <param name="http">The request.</param>
/// <param name="rules">The policies of the platform.</param>
public sealed class ConsoleUser(IHttpContextAccessor http, IAuthorizationService rules)
{
    private ClaimsPrincipal User => http.HttpContext!.User;

    /// <summary>The name behind the key; null when nobody is signed in.</summary>
    public string? Name => User.Identity is { IsAuthenticated: true } identity ? identity.Name ?? "signed in" : null;

    /// <summary>Who it is, as it is put on record.</summary>
    public Caller Caller => CallerOf.Request(http.HttpContext!);

    /// <summary>True where orders may be placed.</summary>
    public Task<bool> MayTrade() => Meets("User");

    /// <summary>True where data may be brought in.</summary>
    public Task<bool> MayAdminister() => Meets("Admin");

    private async Task<bool> Meets(string policy) => (await rules.AuthorizeAsync(User, policy)).Succeeded;
}
