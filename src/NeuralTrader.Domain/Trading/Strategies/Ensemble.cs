namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Holds the mean of its members' targets when enough of them agree on the side, else nothing.</summary>
internal sealed class Ensemble(SingleStrategy[] members, double agreement) : SingleStrategy
{
    private readonly double[] targets = new double[members.Length];

    public override double OnBar(in PriceBar<double> bar)
    {
        double sum = 0, votes = 0;
        for (int k = 0; k < members.Length; k++)
        {
            double target = members[k].OnBar(bar);
            if (!double.IsNaN(target)) targets[k] = target;
            sum += targets[k];
            votes += Math.Sign(targets[k]);
        }
        return Math.Abs(votes) >= agreement * members.Length && votes * sum > 0 ? sum / members.Length : 0;
    }
}
