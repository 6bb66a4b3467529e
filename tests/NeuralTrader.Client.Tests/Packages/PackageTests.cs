using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using NeuralTrader.Client.Tests.Hosting;

namespace NeuralTrader.Client.Tests.Packages;

/// <summary>The packages as `dotnet pack` makes them, and a project outside the repository that uses them.</summary>
public sealed class PackageTests(PackageTests.Feed feed) : IClassFixture<PackageTests.Feed>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public static TheoryData<string, string[]> Packages => new()
    {
        { "NeuralTrader.Client", ["NeuralTrader.Abstractions", "Microsoft.Orleans.Client"] },
        { "NeuralTrader.Abstractions", ["NeuralTrader.Domain", "Microsoft.Orleans.Sdk"] },
        { "NeuralTrader.Domain", ["Microsoft.Orleans.Serialization", "MathNet.Numerics"] },
    };

    [Theory, MemberData(nameof(Packages))]
    public void A_package_says_what_it_is_and_what_it_needs(string id, string[] needs)
    {
        using ZipArchive package = feed.Open(id, "nupkg");
        XElement about = XDocument.Load(Entry(package, $"{id}.nuspec").Open()).Root!.Elements().First();
        string Said(string name) => about.Elements().First(element => element.Name.LocalName == name).Value;
        Assert.Equal(id, Said("id"));
        Assert.Equal(feed.Version, Said("version"));
        Assert.Equal("MIT", Said("license"));
        Assert.Equal("README.md", Said("readme"));
        Assert.Contains("trading", Said("tags"), StringComparison.Ordinal);
        Assert.Contains("NeuralTrader.Orleans", Said("description"), StringComparison.Ordinal);
        string[] needed = [.. about.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value)];
        Assert.Subset(needed.ToHashSet(), needs.ToHashSet());
        Assert.Empty(needed.Intersect(["Microsoft.Orleans.Runtime", "Microsoft.Orleans.Server", "NeuralTrader.Grains", "NeuralTrader.Compute", "ILGPU", "Npgsql"]));
        using StreamReader readme = new(Entry(package, "README.md").Open());
        Assert.StartsWith($"# {id}", readme.ReadToEnd(), StringComparison.Ordinal);
        using StreamReader documents = new(Entry(package, $"lib/net10.0/{id}.xml").Open());
        Assert.Contains("<summary>", documents.ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Packages))]
    [SuppressMessage("Usage", "xUnit1026", Justification = "The same packages.")]
    public void A_library_is_built_the_same_from_the_same_sources_and_has_its_symbols_beside_it(string id, string[] needs)
    {
        using ZipArchive package = feed.Open(id, "nupkg"), symbols = feed.Open(id, "snupkg");
        Assert.NotNull(Entry(symbols, $"lib/net10.0/{id}.pdb"));
        using MemoryStream library = new();
        using (Stream packed = Entry(package, $"lib/net10.0/{id}.dll").Open()) packed.CopyTo(library);
        library.Position = 0;
        using PEReader reader = new(library);
        Assert.Contains(reader.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public async Task A_fresh_project_needs_the_package_the_provider_of_its_cluster_and_nothing_else()
    {
        DirectoryInfo project = Directory.CreateDirectory(Path.Combine(feed.Folder, "consumer"));
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <RestoreSources>{feed.Folder}</RestoreSources>
                <RestorePackagesPath>{Path.Combine(feed.Folder, "installed")}</RestorePackagesPath>
                <RestoreFallbackFolders>{Feed.Cache}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NeuralTrader.Client" Version="{feed.Version}" />
                <PackageReference Include="Microsoft.Orleans.Clustering.AdoNet" Version="10.4.2" />
                <PackageReference Include="Npgsql" Version="10.0.3" />
              </ItemGroup>
            </Project>
            """, cancel);
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "Program.cs"), """
            using Microsoft.Extensions.Hosting;
            using Microsoft.Extensions.Logging;
            using NeuralTrader.Client;
            using NeuralTrader.Client.Hosting;

            HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
            builder.Logging.ClearProviders();
            builder.UseNeuralTraderClient(options => options.ConnectPatience = TimeSpan.Zero);
            using IHost host = builder.Build();
            try
            {
                await host.StartAsync();
            }
            catch (ClusterUnavailableException fault)
            {
                Console.WriteLine($"{FunctionCatalog.All.Count} functions. {fault.Message}");
            }
            """, cancel);
        await DotnetTool.Run(project.FullName, cancel, "build", "-v", "q", "-o", "out");
        string said = await DotnetTool.Run(
            project.FullName, cancel, "out/consumer.dll", "--ConnectionStrings:neuraltrader", $"Host=127.0.0.1;Port={ProgramProcess.FreePort()};Database=none;Username=nt;Timeout=2");
        Assert.StartsWith($"{FunctionCatalog.All.Count} functions. No gateway that the cluster's list names answered within 0 s (Failed to connect to 127.0.0.1:", said, StringComparison.Ordinal);
    }

    private static ZipArchiveEntry Entry(ZipArchive archive, string name) => archive.GetEntry(name) ?? throw new FileNotFoundException(name);

    /// <summary>A folder of packages, made once for all of these tests from what is built already.</summary>
    public sealed class Feed : IAsyncLifetime
    {
        private static readonly string[] Projects = ["NeuralTrader.Domain", "NeuralTrader.Abstractions", "NeuralTrader.Client"];

        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-packages-");

        public static string Cache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        public string Folder => folder.FullName;

        public string Version { get; } = typeof(NeuralTraderClient).Assembly.GetName().Version!.ToString(3);

        public async ValueTask InitializeAsync()
        {
            foreach (string project in Projects)
                await DotnetTool.Run(
                    Repository.Root, TestContext.Current.CancellationToken,
                    "pack", Path.Combine("src", project), "--no-build", "--configuration", Repository.Configuration, "--output", Folder, "-v", "q");
        }

        public ZipArchive Open(string id, string kind) => ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.{kind}"));

        public ValueTask DisposeAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
