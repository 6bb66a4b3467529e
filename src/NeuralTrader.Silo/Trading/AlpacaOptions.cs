using System.ComponentModel.DataAnnotations;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Trading;

/// <summary>
/// Alpaca's Trading API. Section <c>NeuralTrader:Trading:Alpaca</c>; BaseUrl is normally https://paper-api.alpaca.markets for its own
/// simulation or https://api.alpaca.markets for real money.
/// </summary>
public sealed class AlpacaOptions : ServerOptions, IValidatableObject
{
    /// <summary>The key's id; the broker is off while there is none. Never logged and never part of an error.</summary>
    public string? KeyId { get; set; }

    /// <summary>The key's secret; the broker is off while there is none. Never logged and never part of an error.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Two hundred calls a minute, as an account has them, and an answer within ten seconds, because an order waits for it.</summary>
    public AlpacaOptions()
    {
        (CallsPerMinute, MostWaiting, Retries) = (200, 50, 2);
        (Pause, LongestPause) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));
        (CallTimeout, TotalTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is { } address && !(address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))))
            yield return new ValidationResult("NeuralTrader:Trading:Alpaca:BaseUrl must begin with https://, because the keys travel with every call.");
        foreach ((string name, string? key) in new[] { (nameof(KeyId), KeyId), (nameof(SecretKey), SecretKey) })
            if (key is not null && !key.All(char.IsAsciiLetterOrDigit))
                yield return new ValidationResult($"NeuralTrader:Trading:Alpaca:{name} may hold letters and digits only.");
    }
}
