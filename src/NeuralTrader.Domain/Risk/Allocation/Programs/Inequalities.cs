namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>Slacks s and multipliers z of one inequality gⱼ(x) + sⱼ = hⱼ for each j, and their steps, for an interior point method.</summary>
internal sealed class Inequalities(int count)
{
    private readonly double[] ds = new double[count], dz = new double[count], complement = new double[count];

    /// <summary>Which of them there are.</summary>
    public bool[] IsOn { get; } = new bool[count];

    /// <summary>Slacks, above 0.</summary>
    public double[] S { get; } = new double[count];

    /// <summary>Multipliers, above 0.</summary>
    public double[] Z { get; } = new double[count];

    /// <summary>gⱼ(x) + sⱼ − hⱼ.</summary>
    public double[] Residual { get; } = new double[count];

    /// <summary>Largest step that keeps a positive number positive; infinite where it does not fall.</summary>
    public static double Room(double value, double change) => change < 0 ? -value / change : double.PositiveInfinity;

    /// <summary>Takes an inequality in, with what room the first point leaves.</summary>
    public void Begin(int j, bool isOn, double room) =>
        (IsOn[j], S[j], Z[j]) = (isOn, Math.Max(room, 1e-2), 1);

    /// <summary>z / s, what the inequality adds to the matrix.</summary>
    public double Weight(int j) => IsOn[j] ? Z[j] / S[j] : 0;

    /// <summary>True where the multiplier is the larger of the two.</summary>
    public bool Binds(int j) => IsOn[j] && Z[j] > S[j];

    /// <summary>Sets the aim s·z = mu and gives what −g' z-step takes to the right-hand side: (z·residual − complement) / s.</summary>
    public double Aim(int j, double mu, bool corrector)
    {
        complement[j] = (S[j] * Z[j]) - mu + (corrector ? ds[j] * dz[j] : 0);
        return ((Z[j] * Residual[j]) - complement[j]) / S[j];
    }

    /// <summary>Steps of slack and multiplier for a change of g.</summary>
    public void Finish(int j, double change)
    {
        ds[j] = -Residual[j] - change;
        dz[j] = -(complement[j] + (Z[j] * ds[j])) / S[j];
    }

    /// <summary>Largest step for both.</summary>
    public double Most(int j) => Math.Min(Room(S[j], ds[j]), Room(Z[j], dz[j]));

    /// <summary>s·z after a step.</summary>
    public double Product(int j, double length) => (S[j] + (length * ds[j])) * (Z[j] + (length * dz[j]));

    /// <summary>Takes the step.</summary>
    public void Move(double length)
    {
        for (int j = 0; j < IsOn.Length; j++)
        {
            if (!IsOn[j]) continue;
            S[j] += length * ds[j];
            Z[j] += length * dz[j];
        }
    }
}

/// <summary>One general constraint sign·(aᵀx + …) ≤ limit, or = limit, which keeps its multiplier among the unknowns.</summary>
internal sealed class Border(LinearRow row, int index, int sign, double limit, bool isEquality)
{
    /// <summary>The row it is one end of.</summary>
    public LinearRow Row => row;

    /// <summary>Place of the row.</summary>
    public int Index => index;

    /// <summary>1 for an upper end or an equality, −1 for a lower end.</summary>
    public int Sign => sign;

    /// <summary>What sign·level may not exceed.</summary>
    public double Limit => limit;

    /// <summary>True where the level is given.</summary>
    public bool IsEquality => isEquality;

    /// <summary>The row after the epigraph variables are eliminated, shape [n].</summary>
    public double[] Reduced { get; } = new double[row.Coefficients.Length];

    /// <summary>Slack; 0 for an equality.</summary>
    public double S { get; set; }

    /// <summary>Multiplier.</summary>
    public double Z { get; set; }

    /// <summary>Step of the slack.</summary>
    public double DS { get; set; }

    /// <summary>Step of the multiplier.</summary>
    public double DZ { get; set; }

    /// <summary>How far it is from holding.</summary>
    public double Residual { get; set; }

    /// <summary>s·z less what it should be.</summary>
    public double Complement { get; private set; }

    /// <summary>The ends of a row that bound anything.</summary>
    public static IEnumerable<Border> Of(LinearRow row, int index)
    {
        if (row.IsEquality) yield return new Border(row, index, 1, row.Upper, isEquality: true);
        else
        {
            if (double.IsFinite(row.Upper)) yield return new Border(row, index, 1, row.Upper, isEquality: false);
            if (double.IsFinite(row.Lower)) yield return new Border(row, index, -1, -row.Lower, isEquality: false);
        }
    }

    /// <summary>First slack and multiplier.</summary>
    public void Start(double level) => (S, Z) = isEquality ? (0, 0) : (Math.Max(limit - level, 1e-2), 1);

    /// <summary>Sets the aim s·z = mu and gives the complement.</summary>
    public double Aim(double mu, bool corrector) => Complement = (S * Z) - mu + (corrector ? DS * DZ : 0);
}
