using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security;

/// <summary>
/// Tells by a field's name whether a secret stands in it. Whole words count, however they are joined: apiKey, api_key, API-Key and "x-api-key" are one
/// name, "pin" is a secret and "shipping" is not. Several secrets are as secret as one: "tokens", "private_keys".
/// </summary>
public static class SecretNames
{
    private const int LongestWord = 24; // longer ones are none of these

    private static readonly FrozenSet<string> Secret = Words(
        "password passwd passphrase passcode pass pwd pin secret token bearer auth authorization cookie credential cred pepper otp totp cvv cvc jwt mnemonic seedphrase "
        + "apikey apisecret apitoken secretkey privatekey accesskey signingkey encryptionkey accesstoken authtoken refreshtoken clientsecret sessionid");

    private static readonly FrozenSet<string> SecretPairs = Words(
        "api key,private key,secret key,access key,signing key,encryption key,master key,session key,session id,pass word,pass phrase,seed phrase,recovery phrase,card number", ',');

    // What such a word ends in when it speaks of the secret and does not hold it.
    private static readonly FrozenSet<string> About = Words("count length type expires expiry lifetime policy required id ids bucket limit name rate state method");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> secret = Secret.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> pairs = SecretPairs.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> about = About.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True where a field of this name holds a secret. Looks at each character once.</summary>
    public static bool IsSecret(ReadOnlySpan<char> name)
    {
        Span<char> buffer = stackalloc char[(2 * LongestWord) + 1];
        int before = 0; // letters of the word before, at the buffer's start
        bool isSecret = false, isPair = false, isAbout = false;
        for (int at = 0; Next(name, ref at) is { Length: > 0 } word;)
        {
            if (word.Length > LongestWord)
            {
                (before, isAbout) = (0, false);
                continue;
            }
            Span<char> lower = buffer.Slice(before + 1, word.Length);
            word.ToLowerInvariant(lower);
            buffer[before] = ' ';
            isPair |= before > 0 && Has(pairs, buffer[..(before + 1 + word.Length)]);
            isSecret |= Has(secret, lower);
            isAbout = about.Contains(lower);
            lower.CopyTo(buffer);
            before = word.Length;
        }
        return isPair || (isSecret && !isAbout);
    }

    // A word of the set, or several of it.
    private static bool Has(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words, ReadOnlySpan<char> word) =>
        words.Contains(word) || (word is [.., 's'] && words.Contains(word[..^1]));

    // The next word: letters up to a capital after a small one, or before the last capital of several; digits belong to no word.
    private static ReadOnlySpan<char> Next(ReadOnlySpan<char> name, ref int at)
    {
        while (at < name.Length && !char.IsLetter(name[at])) at++;
        int start = at;
        while (at < name.Length && char.IsLetter(name[at]))
        {
            if (at > start && char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1])))) break;
            at++;
        }
        return name[start..at];
    }

    private static FrozenSet<string> Words(string words, char between = ' ') => words.Split(between).ToFrozenSet(StringComparer.Ordinal);
}
