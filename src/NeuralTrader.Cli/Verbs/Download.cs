using System.CommandLine;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Answers that are files: tables too large to read, for other programs.</summary>
internal static class Download
{
    /// <summary>An option that names the file; its ending says which form it takes.</summary>
    public static Option<string?> Option(string name, string what) => new(name)
    {
        Description = $"Write {what} to this file, as CSV or Parquet by its ending.", HelpName = "file.csv|.parquet",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var path }] && Form(path) is null)
                    result.AddError($"{name} is '{path}'; allowed: a file that ends with .csv or .parquet.");
            },
        },
    };

    /// <summary>Fetches a table into the file; what was there before stays until all of the new one is here.</summary>
    /// <param name="session">The command.</param>
    /// <param name="path">The file.</param>
    /// <param name="ask">Asks for the table in a form, csv or parquet.</param>
    public static async Task To(Session session, string path, Func<string, Task<HttpResponseMessage>> ask)
    {
        using HttpResponseMessage answer = await ask(Form(path)!);
        string part = $"{path}.part";
        try
        {
            await using (FileStream file = File.Create(part)) await answer.Content.CopyToAsync(file, session.CancellationToken);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
        if (!session.IsJson) session.Page.Note($"{path}: {Figures.Bytes(new FileInfo(path).Length)}.");
    }

    private static string? Form(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => "csv",
        ".parquet" => "parquet",
        _ => null,
    };
}
