using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Cli.Connection;
using NeuralTrader.Cli.Output;
using System.CommandLine;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt login`: keeps address and key for later commands.</summary>
internal static class LoginVerb
{
    public static Verb Create()
    {
        Option<bool> unchecked_ = new("--no-check") { Description = "Save without asking the platform whether the key works." };
        Verb verb = new("login", "Keep the platform's address and your key, in a file that you alone can read.")
        {
            Examples = ["nt login --url http://127.0.0.1:5080", "nt login < key.txt"],
            Work = async session =>
            {
                string key = session.Get(GlobalOptions.ApiKey) ?? session.Shell.Secret("API key: ")?.Trim() ?? "";
                Endpoint endpoint = session.Endpoint with { Key = Endpoint.Header(key) };
                if (!session.Get(unchecked_))
                {
                    session.Connect(endpoint);
                    await session.Ask<PingRequest, Pong>(new PingRequest());
                }
                string path = new SavedLogin(endpoint.Address.ToString().TrimEnd('/'), key).Save(session.Shell.ConfigDirectory);
                if (session.IsJson) session.PrintJson(new { url = endpoint.Address, file = path });
                else session.Page.Good($"Saved for {endpoint.Address} in {path}.");
            },
        };
        verb.Add(unchecked_);
        return verb;
    }
}
