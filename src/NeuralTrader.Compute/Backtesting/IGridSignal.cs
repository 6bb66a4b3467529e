namespace NeuralTrader.Compute.Backtesting;

/// <summary>A strategy of the catalogue, one combination per lane, fed with indicators that were made before.</summary>
/// <typeparam name="TSelf">The signal itself: its state.</typeparam>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal interface IGridSignal<TSelf, TReal, TMask>
    where TSelf : struct, IGridSignal<TSelf, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    /// <summary>How many indicators it reads.</summary>
    static abstract int Inputs { get; }

    /// <summary>A signal that has seen no bar.</summary>
    /// <param name="rules">What all lanes share.</param>
    /// <param name="first">Its first parameter that is no indicator's period.</param>
    /// <param name="second">Its second.</param>
    static abstract TSelf Start(in GridRules rules, TReal first, TReal second);

    /// <summary>Reads a closed bar.</summary>
    /// <param name="price">Its close.</param>
    /// <param name="a">Indicator at this bar, NaN until warm; which, the strategy's rule says.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="d">The fourth.</param>
    /// <returns>The lanes whose targets are news, as bits.</returns>
    uint Read(TReal price, TReal a, TReal b, TReal c, TReal d);

    /// <summary>The targets now: position value over equity, −1 to 1.</summary>
    TReal Targets { get; }
}

/// <summary>What all combinations of a grid share.</summary>
/// <param name="AllowShort">False turns negative targets into 0.</param>
/// <param name="RebalanceBand">Part of the larger target by which one of the same sign must differ to be followed.</param>
/// <param name="RiskFree">Per period.</param>
internal readonly record struct GridRules(bool AllowShort, double RebalanceBand, double RiskFree);
