using System.CommandLine;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt keys`: create, list, rotate and revoke API keys.</summary>
internal static class KeyVerbs
{
    public static Command Create() => new("keys", "Make, list, rotate and revoke API keys; needs an admin's key.") { Make(), List(), Rotate(), Revoke() };

    private static Verb Make()
    {
        Argument<string> username = Ask.Text("username", "Whose it is.");
        Option<Role?> role = Ask.Word<Role>("--role", "What it may do; user by default.");
        Option<int?> days = new("--expires-in-days") { Description = "Days until it stops working; never by default." };
        Option<int?> rate = new("--rate-limit") { Description = "Requests a minute that it may make; 0 for no limit of its own. By default 100, and none for admin and service." };
        Verb verb = new("create", "Make an API key. It is shown this once: the new key goes to standard output, alone.")
        {
            Examples = ["nt keys create alice --role read_only --expires-in-days 90", "nt keys create robot > robot.key"],
            Work = session => session.Show(
                new CreateApiKeyRequest(session.Get(username), session.Get(role) ?? Role.User, session.Get(days), session.Get(rate)),
                (CreatedApiKey made) => Tell(session, made)),
        };
        verb.Add(username);
        verb.Add(role);
        verb.Add(days);
        verb.Add(rate);
        return verb;
    }

    private static Verb Rotate()
    {
        Argument<string> id = Ask.Text("keyId", "The old key's visible head; `nt keys list` shows it.");
        Option<int?> overlap = new("--overlap") { Description = "Minutes for which both keys work; 60 by default." };
        Verb verb = new("rotate", "Make a key in another's place, which works on until the overlap is over. The new key goes to standard output, alone.")
        {
            Examples = ["nt keys rotate ntk_1a2b3c4d > robot.key", "nt keys rotate ntk_1a2b3c4d --overlap 0"],
            Work = session => session.Show(
                session.Get(overlap) is { } minutes ? new RotateApiKeyRequest(session.Get(id), minutes) : new RotateApiKeyRequest(session.Get(id)),
                (CreatedApiKey made) => Tell(session, made)),
        };
        verb.Add(id);
        verb.Add(overlap);
        return verb;
    }

    private static void Tell(Session session, CreatedApiKey made)
    {
        session.Shell.Notes.Note($"{made.Info.KeyId} for {made.Info.Username}, {Wire.Word(made.Info.Role)}, expires "
            + $"{Figures.Time(made.Info.ExpiresAt)}. Keep it; it is not shown again.");
        session.Shell.Out.WriteLine(Page.Plain(made.Key));
    }

    private static Verb List() => new("list", "List the keys by their visible heads.")
    {
        Examples = ["nt keys list"],
        Work = session => session.Show(new ListApiKeysRequest(), (ApiKeyList list) => session.Page.Table(
            list.Keys,
            new("Key", key => key.KeyId), new("User", key => key.Username), new("Role", key => Wire.Word(key.Role)),
            new("Works", key => Figures.YesNo(key.IsValid)),
            new("Created", key => Figures.Time(key.CreatedAt)), new("Expires", key => Figures.Time(key.ExpiresAt)), new("Last used", key => Figures.Time(key.LastUsedAt)),
            new("Revoked", key => Figures.Time(key.RevokedAt)))),
    };

    private static Verb Revoke()
    {
        Argument<string> id = Ask.Text("keyId", "Its visible head; `nt keys list` shows it.");
        Verb verb = new("revoke", "Stop a key from working.")
        {
            Examples = ["nt keys revoke ntk_ab12"],
            Work = session => session.Show(new RevokeApiKeyRequest(session.Get(id)),
                (ApiKeyInfo info) => session.Page.Good($"{info.KeyId} of {info.Username} works no more.")),
        };
        verb.Add(id);
        return verb;
    }
}
