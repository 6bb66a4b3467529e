using System.CommandLine;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt token`: make and revoke tokens that stand for the key for some minutes.</summary>
internal static class TokenVerbs
{
    public static Command Create() => new("token", "Make and revoke tokens, which stand for your key for some minutes.") { Make(), Revoke() };

    private static Verb Make()
    {
        Option<Role?> role = Ask.Word<Role>("--role", "What it may do; as much as the key by default.");
        Option<int?> minutes = new("--minutes") { Description = "How long it works, 1 to 15; 15 by default." };
        Verb verb = new("create", "Make a token. It goes to standard output, alone.")
        {
            Examples = ["nt token create --role read_only", "nt token create --minutes 5 > token"],
            Work = session => session.Show(
                session.Get(minutes) is { } life ? new GenerateTokenRequest(session.Get(role), life) : new GenerateTokenRequest(session.Get(role)),
                (GeneratedToken made) =>
                {
                    session.Shell.Notes.Note($"{made.TokenId}, {Wire.Word(made.Role)}, works until {Figures.Time(made.ExpiresAt)}.");
                    session.Shell.Out.WriteLine(Page.Plain(made.Token));
                }),
        };
        verb.Add(role);
        verb.Add(minutes);
        return verb;
    }

    private static Verb Revoke()
    {
        Argument<string> id = Ask.Text("tokenId", "As `nt token create` told it.");
        Verb verb = new("revoke", "Stop a token from working.")
        {
            Examples = ["nt token revoke ntk_1a2b3c4d-0011223344556677"],
            Work = session => session.Show(new RevokeTokenRequest(session.Get(id)), (RevokedToken gone) => session.Page.Good($"{gone.TokenId} works no more.")),
        };
        verb.Add(id);
        return verb;
    }
}
