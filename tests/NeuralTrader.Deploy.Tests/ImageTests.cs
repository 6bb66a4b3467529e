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
    public void What_the_build_needs_is_not_ignored()
    {
        string[] ignored = [.. Repository.Read(".dockerignore").Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.All((string[])["src/", "ServiceDefaults/", "data/", "Directory.Build.props", "global.json"], needed => Assert.DoesNotContain(needed, ignored));
        Assert.All((string[])[".git/", "**/bin/", "**/obj/", "tests/"], left => Assert.Contains(left, ignored));
    }
}
