using System.CommandLine;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Security.Browsers;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt security`: which other sites' pages may call, which addresses alone are let in, and what browsers are told.</summary>
internal static class SecurityVerbs
{
    public static Command Create() => new("security", "Which other sites may call and who alone is let in.") { Show(), Set(), Headers(), Origin() };

    private static Verb Show() => new("show", "What holds; needs an admin's key.")
    {
        Examples = ["nt security show"],
        Work = session => session.Show(new GetSecurityConfigRequest(), (SecurityConfig config) => Show(session.Page, config)),
    };

    private static Verb Set()
    {
        Option<string[]> origins = Many("--origin", "Another site whose pages may call, such as https://desk.example.com; once for each.");
        Option<bool> noOrigins = None("--no-origins", "No other site's pages may call.");
        Option<string[]> allowed = Many("--allow", "An address or a range that alone is let in; once for each.");
        Option<bool> noAllowList = None("--allow-all", "Everybody is let in who is not blocked.");
        Option<bool?> credentials = new("--credentials") { Description = "Whether such pages may send cookies.", HelpName = "true|false" };
        Option<int?> age = new("--max-age") { Description = "Seconds for which a browser may remember the answer." };
        Option[] options = [origins, noOrigins, allowed, noAllowList, credentials, age];
        Verb verb = new("set", "Set which other sites' pages may call and which addresses alone are let in; needs an admin's key. What is not named stays as it is.")
        {
            Examples = ["nt security set --origin https://desk.example.com", "nt security set --allow 192.0.2.0/24 --allow 2001:db8::/48", "nt security set --no-origins --allow-all"],
            Work = session => session.Show(
                new InitSecurityConfigRequest(
                    session.Has(origins) ? session.Get(origins) : session.Get(noOrigins) ? [] : null, session.Get(credentials), session.Get(age),
                    session.Has(allowed) ? session.Get(allowed) : session.Get(noAllowList) ? [] : null),
                (SecurityConfig config) => Show(session.Page, config)),
        };
        foreach (Option option in options) verb.Add(option);
        verb.Validators.Add(line =>
        {
            if (options.All(option => line.GetResult(option) is null or { Implicit: true })) line.AddError($"Name what to set: {string.Join(", ", options.Select(option => option.Name))}.");
            if (line.GetValue(noOrigins) && line.GetValue(origins) is { Length: > 0 }) line.AddError("--origin and --no-origins do not go together.");
            if (line.GetValue(noAllowList) && line.GetValue(allowed) is { Length: > 0 }) line.AddError("--allow and --allow-all do not go together.");
        });
        return verb;
    }

    private static Verb Headers()
    {
        Option<AnswerUse?> use = Ask.Word<AnswerUse>("--of", "Of what kind of answer; program by default.");
        Verb verb = new("headers", "What browsers are told to refuse, as it is sent over HTTPS.")
        {
            Examples = ["nt security headers", "nt security headers --of page"],
            Work = session => session.Show(
                new GetSecurityHeadersRequest(session.Get(use) ?? AnswerUse.Program), (SecurityHeaderList list) => session.Page.Grid(list.Headers.Select(header => (header.Key, header.Value)))),
        };
        verb.Add(use);
        return verb;
    }

    private static Verb Origin()
    {
        Argument<string> origin = Ask.Text("origin", "Scheme, host and port, such as https://desk.example.com.");
        Verb verb = new("origin", "Whether another site's pages may call.")
        {
            Examples = ["nt security origin https://desk.example.com"],
            Work = session => session.Show(new CheckCorsOriginRequest(session.Get(origin)), (OriginVerdict verdict) =>
            {
                if (verdict.IsAllowed) session.Page.Good($"Its pages may call: {verdict.Rule.TrimEnd('.')}.");
                else session.Page.Bad($"Its pages may not call: {verdict.Rule.TrimEnd('.')}.");
            }),
        };
        verb.Add(origin);
        return verb;
    }

    private static void Show(Page page, SecurityConfig config)
    {
        page.Grid(
            ("Other sites", config.Cors.Origins.Count == 0 ? "none" : string.Join(", ", config.Cors.Origins)),
            ("Their cookies", config.Cors.AllowCredentials ? "may come along" : "stay away"),
            ("Browsers remember for", $"{Figures.Whole(config.Cors.MaxAgeSeconds)} s"),
            ("Let in", config.AllowList.Count == 0 ? "everybody who is not blocked" : $"{string.Join(", ", config.AllowList)}, and nobody else"));
        LimitVerbs.Show(page, config.Limits);
    }

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = false };

    private static Option<bool> None(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}
