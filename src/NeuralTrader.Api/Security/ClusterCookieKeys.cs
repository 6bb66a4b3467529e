using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Keeps the keys of sign-in cookies in the cluster, so that who signed in at one interface is known at all.</summary>
internal sealed class ClusterCookieKeys(IGrainFactory grains) : IXmlRepository
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15); // longer than another interface may take to make the first key

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Wait(async stop => (await grains.GetGrain<ICookieKeysGrain>(0).Read(stop)).Select(XElement.Parse))];

    public void StoreElement(XElement element, string friendlyName) => Wait(async stop =>
    {
        await grains.GetGrain<ICookieKeysGrain>(0).Add(friendlyName, element.ToString(SaveOptions.DisableFormatting), stop);
        return true;
    });

    // ASP.NET Core asks seldom, and cannot await.
    private static T Wait<T>(Func<CancellationToken, Task<T>> ask)
    {
        using CancellationTokenSource limit = new(Patience);
        return Task.Run(
            () =>
            {
                RequestContext.Clear(); // it is the interface that asks, in whoever's request it comes to
                return ask(limit.Token);
            },
            limit.Token).WaitAsync(limit.Token).GetAwaiter().GetResult();
    }
}
