namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// One bar as the accounts of <see cref="CompoundAccount{TReal, TMask}"/> meet it. What a held position adds to the sums is the same for all
/// lanes, so an entry subtracts the running sums and an exit adds them: no lane sums bar by bar.
/// </summary>
internal struct CompoundTerms
{
    /// <summary>Return of the bar for a lane that enters in it; and for one that leaves.</summary>
    public double Enter, Exit;

    /// <summary>Growth to the end of the bar over the growth of holding since the first bar, for a lane that enters.</summary>
    public double EnterGrowth;

    /// <summary>Growth of holding up to the bar before, times that of leaving in this one.</summary>
    public double ExitGrowth;

    /// <summary>What an entry adds to the sums of returns, their squares, and squares below the risk-free rate.</summary>
    public double EnterSum, EnterSquares, EnterBelow;

    /// <summary>What an exit adds to them.</summary>
    public double ExitSum, ExitSquares, ExitBelow;

    /// <summary>The sums of holding, and its growth, before this bar.</summary>
    public double HeldSum, HeldSquares, HeldBelow, HeldGrowth;
}
