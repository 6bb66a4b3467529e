namespace NeuralTrader.Compute.Trading;

/// <summary>What an indicator column of a grid holds, for one period.</summary>
internal enum ColumnKind
{
    /// <summary>Simple moving average of the closes.</summary>
    Sma = 1,

    /// <summary>Exponential moving average of the closes.</summary>
    Ema,

    /// <summary>Wilder's relative strength index of the closes.</summary>
    Rsi,

    /// <summary>Close less its mean over its population deviation; NaN where nothing deviates.</summary>
    Score,

    /// <summary>Mean of the closes, as the Bollinger bands take it.</summary>
    Mean,

    /// <summary>Population deviation of the closes.</summary>
    Deviation,

    /// <summary>Highest high of so many bars before this one.</summary>
    HighestBefore,

    /// <summary>Lowest low of so many bars before this one.</summary>
    LowestBefore,

    /// <summary>The close so many bars ago.</summary>
    Lagged,

    /// <summary>Annualised deviation of so many log returns.</summary>
    Volatility,

    /// <summary>Wilder's average true range.</summary>
    AverageRange,
}
