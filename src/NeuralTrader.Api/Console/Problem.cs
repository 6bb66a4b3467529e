using Microsoft.AspNetCore.Http;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using Orleans.Runtime;

namespace NeuralTrader.Api.Console;

/// <summary>Why something was not done, as a page shows it.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Detail">One sentence with the figures.</param>
/// <param name="Field">The form's field at fault; null where it is none in particular.</param>
/// <param name="IsCertain">False when nobody knows whether it was done: the same key must be sent again.</param>
/// <param name="Status">What HTTP answers.</param>
public sealed record Problem(string Title, string Detail, string? Field, bool IsCertain, int Status)
{
    /// <summary>Gives the page the problem's status, once it is rendered: a page that is "not found" before that is not rendered at all.</summary>
    public void SetStatus(HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = Status;
        return Task.CompletedTask;
    });

    /// <summary>Does something that may be refused.</summary>
    /// <returns>The refusal; null when it was done.</returns>
    public static async Task<Problem?> Of(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (InvalidInputException invalid)
        {
            return new Problem($"Check “{invalid.Field}”", invalid.Message, invalid.Field, IsCertain: true, 400);
        }
        catch (RefusalException refused)
        {
            Refusal refusal = refused.Refusal;
            bool isMissing = refusal.Kind is RefusalKind.PortfolioNotFound or RefusalKind.BacktestNotFound or RefusalKind.OptimizationNotFound or RefusalKind.NoMarketData;
            return new Problem(Words.Of(refusal.Kind), refusal.Detail, refusal.Field, IsCertain: true, isMissing ? 404 : 409);
        }
        catch (Exception fault) when (fault is OrleansException or TimeoutException)
        {
            return new Problem(
                "The platform did not answer", "It may or may not have been done. Send the same form again: it is carried out once.", null,
                IsCertain: false, 503);
        }
    }
}
