namespace NeuralTrader.Grains.Security;

/// <summary>The form of an owner's name, which is that of his keys' username.</summary>
internal static class OwnerName
{
    private const int Longest = 100;

    /// <summary>The name, as it is.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long, or holds what no username does.</exception>
    public static string Checked(string? name)
    {
        if (name is not { Length: > 0 } || name.Trim() != name) throw Require.Invalid("owner", name, "1 to 100 characters without spaces around them");
        Require.Line(name, Longest, "owner");
        return name;
    }
}
