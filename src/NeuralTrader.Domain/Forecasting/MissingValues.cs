namespace NeuralTrader.Domain.Forecasting;

/// <summary>What is done about values that are not there.</summary>
public enum MissingPolicy
{
    /// <summary>They are refused by place.</summary>
    Refuse,

    /// <summary>The value before stands for them. None is made from a later one, so nothing leaks back in time.</summary>
    CarryForward,
}

/// <summary>Fills gaps in a series without looking ahead.</summary>
public static class MissingValues
{
    /// <summary>The series without gaps.</summary>
    /// <param name="values">In time order; missing ones are NaN.</param>
    /// <param name="policy">What is done about them.</param>
    /// <param name="longest">As many in a row are carried over at most, 1 or more.</param>
    /// <returns>The values from the first known one on, which of them are carried over, and how many missing ones before it were left out.</returns>
    /// <exception cref="InvalidInputException">A value is infinite; one is missing and refused; more are missing in a row than may be; none is there.</exception>
    public static (double[] Values, bool[] IsCarried, int LeftOut) Fill(ReadOnlySpan<double> values, MissingPolicy policy, int longest = 10)
    {
        Require.Between(longest, 1, 1_000_000);
        int first = 0;
        while (first < values.Length && double.IsNaN(values[first]) && policy is MissingPolicy.CarryForward) first++;
        if (first == values.Length) throw Require.Invalid(nameof(values), "none", "at least one value that is not missing");
        double[] filled = values[first..].ToArray();
        bool[] isCarried = new bool[filled.Length];
        for (int i = 0, run = 0; i < filled.Length; i++)
        {
            if (!double.IsNaN(filled[i]))
            {
                Require.Bounded(filled[i], $"values[{first + i}]");
                run = 0;
                continue;
            }
            if (policy is MissingPolicy.Refuse) throw Require.Invalid($"values[{first + i}]", double.NaN, "a number; missing values are not asked to be filled");
            if (++run > longest) throw Require.Invalid($"values[{first + i}]", double.NaN, FormattableString.Invariant($"at most {longest} missing values in a row"));
            (filled[i], isCarried[i]) = (filled[i - 1], true);
        }
        return (filled, isCarried, first);
    }
}
