using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Supply.Locks;

namespace NeuralTrader.Supply.Bills;

/// <summary>
/// CycloneDX 1.6 (ECMA-424) of what lock files hold: our projects, every package with its purl, licence and SHA-512, and who needs whom. The same
/// lock files make the same bytes.
/// </summary>
/// <remarks>The hash is the lock file's, of the package without its signature; a package's file as downloaded has another one.</remarks>
internal static class BillOfMaterials
{
    /// <summary>Whose bill it is, when it is nobody's in particular.</summary>
    public const string Everything = "NeuralTrader.Orleans";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="name">Of the program, or <see cref="Everything"/>.</param>
    /// <param name="version">Of our own projects.</param>
    /// <param name="locks">The program's lock file, or all of them; of a program, the others tell what its projects need.</param>
    /// <param name="licenceOf">Of a package.</param>
    public static string Write(string name, string version, IReadOnlyList<LockFile> locks, Func<LockedPackage, Licence> licenceOf)
    {
        LockFile? program = locks.FirstOrDefault(one => one.Project == name);
        LockFile[] projects = program is null ? [.. locks] : [.. Below(program, locks)];
        LockedPackage[] packages = [.. (program is null ? projects : [program]).SelectMany(one => one.Packages.Values).DistinctBy(package => package.Purl).OrderBy(package => package.Purl, StringComparer.Ordinal)];
        JsonObject bill = new()
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Own("application", name, version) },
            ["components"] = new JsonArray([.. projects.Where(one => one != program).Select(one => Own("library", one.Project, version)), .. packages.Select(package => Foreign(package, licenceOf(package)))]),
            ["dependencies"] = Graph(name, program, projects, packages),
        };
        bill.Insert(3, "serialNumber", $"urn:uuid:{Identity(bill.ToJsonString())}");
        return bill.ToJsonString(Indented) + "\n";
    }

    private static string Own(string project) => $"project:{project}";

    private static JsonObject Own(string type, string name, string version) => new()
    {
        ["type"] = type, ["bom-ref"] = Own(name), ["name"] = name, ["version"] = version,
        ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "MIT" } }),
    };

    private static JsonObject Foreign(LockedPackage package, Licence licence) => new()
    {
        ["type"] = "library", ["bom-ref"] = package.Purl, ["name"] = package.Name, ["version"] = package.Version,
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(package.ContentHash)) }),
        ["licenses"] = new JsonArray(Worded(licence)),
        ["purl"] = package.Purl,
    };

    private static JsonObject Worded(Licence licence)
    {
        if (licence.Expression is { } expression) return licence.IsOne ? new() { ["license"] = new JsonObject { ["id"] = expression } } : new() { ["expression"] = expression };
        JsonObject worded = new() { ["name"] = licence.Name };
        if (licence.Url is { } url) worded["url"] = url;
        return new() { ["license"] = worded };
    }

    /// <summary>Who needs whom. A package that two projects lock with other versions below it needs them all here.</summary>
    private static JsonArray Graph(string name, LockFile? program, LockFile[] projects, LockedPackage[] packages)
    {
        SortedDictionary<string, SortedSet<string>> needs = new(StringComparer.Ordinal) { [Own(name)] = new(StringComparer.Ordinal) };
        HashSet<string> listed = [.. packages.Select(package => package.Purl)], ours = [.. projects.Select(one => one.Project)];
        foreach (string reference in listed) needs[reference] = new(StringComparer.Ordinal);
        if (program is null) needs[Own(name)].UnionWith(ours.Select(Own));
        foreach (LockFile project in projects)
        {
            SortedSet<string> own = needs[Own(project.Project)] = new(project.References.Where(ours.Contains).Select(Own), StringComparer.Ordinal);
            LockFile resolved = program ?? project; // a program decides the versions of all that is in it
            own.UnionWith(project.Direct.Where(resolved.Packages.ContainsKey).Select(direct => resolved.Packages[direct].Purl));
            foreach (LockedPackage package in resolved.Packages.Values) needs[package.Purl].UnionWith(package.Needs.Where(resolved.Packages.ContainsKey).Select(need => resolved.Packages[need].Purl));
        }
        return [.. needs.Select(one => new JsonObject { ["ref"] = one.Key, ["dependsOn"] = new JsonArray([.. one.Value.Select(need => JsonValue.Create(need))]) })];
    }

    private static IEnumerable<LockFile> Below(LockFile program, IReadOnlyList<LockFile> locks)
    {
        HashSet<string> names = [];
        Queue<string> open = new([program.Project]);
        while (open.TryDequeue(out string? name))
            if (names.Add(name)) foreach (string reference in locks.Single(one => one.Project == name).References) open.Enqueue(reference);
        return locks.Where(one => names.Contains(one.Project)).OrderBy(one => one.Project, StringComparer.Ordinal);
    }

    /// <summary>A UUID of version 8 made of the content: another bill has another one.</summary>
    private static Guid Identity(string content)
    {
        byte[] octets = SHA256.HashData(Encoding.UTF8.GetBytes(content))[..16];
        octets[6] = (byte)((octets[6] & 0x0F) | 0x80);
        octets[8] = (byte)((octets[8] & 0x3F) | 0x80);
        return new Guid(octets, bigEndian: true);
    }
}
