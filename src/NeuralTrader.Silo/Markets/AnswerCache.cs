using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Silo.Markets;

/// <summary>The last answers of a provider, in memory, for a while.</summary>
internal sealed class AnswerCache(TimeProvider clock, TimeSpan lifetime)
{
    private const int Most = 256;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Until, BarImport Answer)> answers = [];

    public BarImport? Find(string question)
    {
        lock (gate)
            return answers.TryGetValue(question, out (DateTimeOffset Until, BarImport Answer) kept) && kept.Until > clock.GetUtcNow() ? kept.Answer : null;
    }

    public void Keep(string question, BarImport answer)
    {
        lock (gate)
        {
            if (answers.Count >= Most && !answers.ContainsKey(question)) answers.Remove(answers.MinBy(kept => kept.Value.Until).Key);
            answers[question] = (clock.GetUtcNow() + lifetime, answer);
        }
    }
}
