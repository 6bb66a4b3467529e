namespace NeuralTrader.Abstractions.Hosting;

/// <summary>Something that every process has to know at once, as a grain tells it to a <see cref="NewsReader{TNews}"/>.</summary>
public interface INews
{
    /// <summary>Another number whenever it says something else; greater than before.</summary>
    long Version { get; }
}
