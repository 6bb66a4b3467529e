namespace NeuralTrader.Deploy.Tests;

/// <summary>What the product does not do anywhere, so that nobody has to ask whether he does it safely.</summary>
public sealed class NoDangerousCallsTests
{
    [Theory]
    [InlineData("Process.Start(")] // another program
    [InlineData("CSharpScript"), InlineData("Assembly.Load("), InlineData("Assembly.LoadFrom("), InlineData("DynamicExpression")] // code from texts
    [InlineData("new Regex("), InlineData("Regex.IsMatch("), InlineData("Regex.Replace("), InlineData("Regex.Match(")] // expressions that are not constants
    [InlineData("XPath"), InlineData("XmlDocument"), InlineData("DtdProcessing"), InlineData("BinaryFormatter"), InlineData("TypeNameHandling")]
    [InlineData("MD5"), InlineData("SHA1."), InlineData("SHA1("), InlineData("CipherMode."), InlineData("TripleDES"), InlineData("RSAEncryptionPadding"), InlineData("RSASignaturePadding")]
    [InlineData("new Random("), InlineData("Random.Shared")] // what may be guessed; figures have seeds of their own
    [InlineData("ServerCertificateCustomValidationCallback"), InlineData("DangerousAcceptAny")]
    public void The_product_does_not_call(string what) =>
        Assert.DoesNotContain(Repository.Source.Split('\n'), line => line.Contains(what, StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
}
