using System.CommandLine;
using NeuralTrader.Abstractions.Security.Checks;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Security.Sanitizing;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt check`: whether a text looks like an attack, an address is one, and what a text becomes where it is going to stand.</summary>
internal static class CheckVerbs
{
    public static Command Create() => new("check", "Check texts and addresses, or make a text fit for a place.") { Threats(), Email(), Fit() };

    private static Verb Threats()
    {
        Argument<string> text = Ask.Text("text", "The text.");
        Verb verb = new("text", "What has the shape of an attack in a text; a signal, not a defence.")
        {
            Examples = ["nt check text \"O'Brien\"", "nt check text \"1 OR 1=1 --\""],
            Work = session => session.Show(new CheckSecurityThreatsRequest(session.Get(text)), (SecurityThreats threats) =>
            {
                if (threats.IsClean) session.Page.Good("Nothing in it has the shape of an attack.");
                else session.Page.Table(
                    threats.Findings, new("What", finding => Wire.Word(finding.Kind)), new("Rule", finding => finding.Rule),
                    new("At", finding => Figures.Whole(finding.Position), Look.Right), new("Text", finding => finding.Text), new("Why", finding => finding.Explanation));
                session.Page.Note(threats.Advice);
            }),
        };
        verb.Add(text);
        return verb;
    }

    private static Verb Email()
    {
        Argument<string> email = Ask.Text("address", "The address.");
        Verb verb = new("email", "Whether a text has the form of an e-mail address.")
        {
            Examples = ["nt check email alice@example.com"],
            Work = session => session.Show(new ValidateEmailFormatRequest(session.Get(email)), (EmailFormat format) =>
            {
                if (format.IsValid) session.Page.Good($"{format.LocalPart} at {format.AsciiDomain ?? format.Domain} has the form of an address.");
                else session.Page.Bad($"{format.Explanation} See character {format.Position + 1}.");
                if (format.IsInternational) session.Page.Note("It has letters beyond ASCII, which not every server takes.");
                if (format.IsSingleLabel) session.Page.Note("Its domain has no dot, as in a company's own network.");
            }),
        };
        verb.Add(email);
        return verb;
    }

    private static Verb Fit()
    {
        Argument<string> text = Ask.Text("text", "The text.");
        Option<SanitizeContext?> context = Ask.Word<SanitizeContext>("--for", "Where it is going to stand; plain_text by default.");
        Verb verb = new("fit", "Make a text fit for the place where it is going to stand; the changes go to the notes.")
        {
            Examples = ["nt check fit \"=1+1\" --for csv_cell", "nt check fit \"<b>hi</b><script>x</script>\" --for html"],
            Work = session => session.Show(
                new SanitizeInputRequest(session.Get(text), session.Get(context) ?? SanitizeContext.PlainText),
                (SanitizedText fit) =>
                {
                    foreach (TextChange change in fit.Changes)
                        session.Shell.Notes.Note($"at {change.Position + 1}: '{change.Removed}' became '{change.Inserted}': {change.Reason}");
                    session.Shell.Out.WriteLine(Page.Plain(fit.Text));
                }),
        };
        verb.Add(text);
        verb.Add(context);
        return verb;
    }
}
