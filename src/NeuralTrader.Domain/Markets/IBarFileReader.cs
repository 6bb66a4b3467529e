namespace NeuralTrader.Domain.Markets;

/// <summary>Reads bars out of one kind of file.</summary>
public interface IBarFileReader
{
    /// <summary>Whether this reader takes a file, judged by its name.</summary>
    bool Takes(string fileName);

    /// <summary>Reads bars; bad rows are left out and reported.</summary>
    /// <param name="content">The file.</param>
    /// <param name="fileName">Its name, for the report.</param>
    /// <param name="options">What the file does not say about itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<BarImport> Read(Stream content, string fileName, ImportOptions options, CancellationToken cancellationToken = default);
}
