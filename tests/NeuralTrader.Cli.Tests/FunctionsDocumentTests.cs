using NeuralTrader.Cli.Verbs;
using NeuralTrader.Client;

namespace NeuralTrader.Cli.Tests;

public sealed class FunctionsDocumentTests
{
    [Fact]
    public void The_document_in_the_repository_is_what_the_catalogue_makes() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository(), "docs", "functions.md")), FunctionsDocument.Make());

    [Fact]
    public void Every_name_is_there_once()
    {
        string[] names = [.. FunctionCatalog.All.Select(function => function.Name), .. FunctionCatalog.Unavailable.Select(missing => missing.Name)];
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact] // sections 1 to 8 of the mission's list, and what a user needs around them
    public void The_interface_is_complete()
    {
        ILookup<Subject, string> names = FunctionCatalog.All.Where(function => !function.IsOwn).Select(function => (function.Subject, function.Name))
            .Concat(FunctionCatalog.Unavailable.Select(missing => (missing.Subject, missing.Name))).ToLookup(entry => entry.Subject, entry => entry.Name);
        Assert.Equal(29, names[Subject.Trading].Count());
        Assert.Equal(13, names[Subject.Forecasting].Count());
        Assert.Equal(19, names[Subject.Risk].Count());
        Assert.Equal(11, names[Subject.Betting].Count());
        Assert.Equal(35, names[Subject.Syndicates].Count());
        Assert.Equal(18, names[Subject.Swarm].Count());
        Assert.Equal(5, names[Subject.Markets].Count());
        Assert.Equal(34, names[Subject.Security].Count());
        Assert.Equal(7, names[Subject.System].Count());
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NeuralTrader.Orleans.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
