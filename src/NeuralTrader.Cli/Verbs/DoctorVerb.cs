namespace NeuralTrader.Cli.Verbs;

internal static class DoctorVerb
{
    public static Verb Create() => new("doctor", "x") { Work = _ => Task.CompletedTask };
}
