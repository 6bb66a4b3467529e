using System.CommandLine;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt owner`: gives a portfolio, a back-test or a search to somebody.</summary>
internal static class OwnerVerb
{
    public static Verb Create()
    {
        Argument<string> resource = Ask.Text("resource", "portfolio/, backtest/ or optimization/, and its id.");
        Argument<string> name = Ask.Text("name", "Whose it is to be: the username of his keys.");
        Verb verb = new("owner", "Make a portfolio, a back-test or a search somebody's; to who had it before it is not there any more. Needs an admin's key.")
        {
            Examples = ["nt owner portfolio/growth alice", "nt owner backtest/first-try bob"],
            Work = session => session.Show(new AssignOwnerRequest(session.Get(resource), session.Get(name)), (AssignedOwner given) => session.Page.Good(
                given.IsRepeat ? $"{given.Resource} was {given.Owner}'s before."
                : $"{given.Resource} is {given.Owner}'s now{(given.Before is { } before ? $", and {before}'s no more" : "")}.")),
        };
        verb.Add(resource);
        verb.Add(name);
        return verb;
    }
}
