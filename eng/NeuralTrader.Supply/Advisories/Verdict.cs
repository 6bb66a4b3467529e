namespace NeuralTrader.Supply.Advisories;

/// <summary>What an audit of packages found; the numbers are the program's exit codes (1: it could not work at all).</summary>
internal enum Verdict
{
    /// <summary>The sources know what is bad, and nothing of ours is.</summary>
    Ok = 0,

    /// <summary>Something of ours is.</summary>
    Vulnerable = 2,

    /// <summary>The sources did not recognise what everybody knows to be bad, so their silence says nothing.</summary>
    NotChecked = 3,
}
