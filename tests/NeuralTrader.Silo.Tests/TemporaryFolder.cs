namespace NeuralTrader.Silo.Tests;

/// <summary>A folder of its own for one test, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");

    public string File(string name) => Path.Combine(folder.FullName, name);

    public string Root => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
