using System.Globalization;

namespace NeuralTrader.Domain.Markets;

/// <summary>Numbers of a text file, read to the nearest double.</summary>
internal static class CsvNumber
{
    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>A decimal number with an optional sign, point and exponent, blanks around it allowed.</summary>
    /// <param name="field">UTF-8.</param>
    /// <param name="value">The nearest double; NaN or an infinity where the text says so or overflows.</param>
    /// <returns>False when the text is no number.</returns>
    /// <remarks>A mantissa below 2^53 divided by a power of ten up to 10^22 rounds once and so is exact (Clinger 1990); the rest goes to .NET.</remarks>
    public static bool TryParse(ReadOnlySpan<byte> field, out double value)
    {
        ulong mantissa = 0;
        int point = -1, i = 0;
        for (; i < field.Length; i++)
        {
            uint digit = (uint)(field[i] - '0');
            if (digit <= 9 && i < 19) mantissa = (mantissa * 10) + digit;
            else if (field[i] == '.' && point < 0) point = i;
            else return TrySlow(field, out value);
        }
        if (i == 0 || (i == 1 && point == 0) || mantissa > 1UL << 53) return TrySlow(field, out value);
        value = point < 0 ? mantissa : mantissa / PowersOfTen[i - point - 1];
        return true;
    }

    private static bool TrySlow(ReadOnlySpan<byte> field, out double value)
    {
        const NumberStyles decimalNumber = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        return !field.Contains((byte)0) // .NET would overlook a NUL at the end
            && double.TryParse(CsvText.Trim(field), decimalNumber, CultureInfo.InvariantCulture, out value);
    }
}
