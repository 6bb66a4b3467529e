using NeuralTrader.Domain;

namespace NeuralTrader.Client;

/// <summary>The platform refused a well-formed request; its state is unchanged.</summary>
/// <param name="refusal">Which rule, and why.</param>
public sealed class RefusalException(Refusal refusal) : Exception(refusal.Detail)
{
    /// <summary>Which rule, and why.</summary>
    public Refusal Refusal { get; } = refusal;
}

internal static class Answers
{
    public static async Task<T> Value<T>(this Task<Answer<T>> asked)
    {
        Answer<T> answer = await asked.ConfigureAwait(false);
        return answer.IsRefused ? throw new RefusalException(answer.Refusal) : answer.Value;
    }

    public static async Task<T> Value<T>(this ValueTask<Answer<T>> asked)
    {
        Answer<T> answer = await asked.ConfigureAwait(false);
        return answer.IsRefused ? throw new RefusalException(answer.Refusal) : answer.Value;
    }
}
