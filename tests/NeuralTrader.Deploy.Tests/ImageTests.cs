namespace NeuralTrader.Deploy.Tests;

public sealed class ImageTests
{
    public static TheoryData<string, string> Images => new()
    {
        { "silo", "Silo" }, { "silo-gpu", "Silo" }, { "api", "Api" }, { "standalone", "Standalone" },
    };

    [Theory, MemberData(nameof(Images))]
    public void An_image_has_the_program_that_was_published_for_it(string stage, string program)
    {
        string[] lines = Repository.Stages()[stage];
        Assert.Contains($"COPY --from=build /out/{program} .", lines);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"NeuralTrader.{program}.dll\"]", lines);
        Assert.Contains(program, Repository.Stages()["build"].Single(line => line.Contains("for program in", StringComparison.Ordinal)).Split(' ', ';'));
        Assert.True(File.Exists(Path.Combine(Repository.Root, $"src/NeuralTrader.{program}/NeuralTrader.{program}.csproj")));
    }

    [Theory, MemberData(nameof(Images))]
    public void No_image_runs_as_root(string stage, string program)
    {
        Assert.NotEmpty(program);
        string[] own = Repository.Stages()[stage], whole = own[0].StartsWith("base ", StringComparison.Ordinal) ? [.. Repository.Stages()["base"], .. own] : own;
        Assert.Equal("USER $APP_UID", whole.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_images_set_is_what_the_product_reads()
    {
        IEnumerable<string> variables = Repository.Stages().Values.SelectMany(lines => lines).Where(line => line.StartsWith("ENV ", StringComparison.Ordinal))
            .SelectMany(line => line[4..].Split(' ')).Select(setting => setting.Split('=')[0]);
        string[] others = ["ASPNETCORE_HTTP_PORTS", "DOTNET_EnableDiagnostics", "NVIDIA_DRIVER_CAPABILITIES"];
        Assert.All(variables, variable => Assert.True(others.Contains(variable) || Repository.ReadsSetting(variable), variable));
        Assert.Contains("NeuralTrader__Metrics__Url", variables);
    }

    [Fact]
    public void What_the_build_reads_is_in_its_context()
    {
        IReadOnlySet<string> read = BuildInputs.Of(Repository.Stages()["build"].Single(line => line.Contains("for program in", StringComparison.Ordinal))
            .Split("for program in")[1].Split(';')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Superset(
            new HashSet<string> { "eng/Package.props", "Directory.Packages.props", "global.json", "data", "ServiceDefaults/NeuralTrader.ServiceDefaults.csproj", "src/NeuralTrader.Domain/NeuralTrader.Domain.csproj" },
            read.ToHashSet());
        DockerIgnore ignored = new(Repository.Read(".dockerignore"));
        Assert.All(read, file => Assert.True(Path.Exists(Path.Combine(Repository.Root, file)), file));
        Assert.All(read, file => Assert.False(ignored.Leaves(file), file));
        Assert.All((string[])[".git/HEAD", "src/NeuralTrader.Api/bin/Debug/a.dll", "src/NeuralTrader.Api/obj/a", "tests/a.cs", "deploy/compose/.env", "README.md"], file => Assert.True(ignored.Leaves(file), file));
    }

    [Theory]
    [InlineData("eng/\n", "eng/Package.props", true)]
    [InlineData("eng/*\n!eng/Package.props\n", "eng/Package.props", false)]
    [InlineData("*.md\n", "src/NeuralTrader.Client/README.md", false)]
    [InlineData("**/*.md\n", "src/NeuralTrader.Client/README.md", true)]
    [InlineData("**/bin/\n", "bin/a", true)]
    [InlineData("# src\n", "src/a", false)]
    public void Ignoring_is_read_as_Docker_reads_it(string text, string path, bool left) => Assert.Equal(left, new DockerIgnore(text).Leaves(path));
}
