namespace NeuralTrader.Supply.Advisories;

/// <summary>Somebody's word that a version of a package is vulnerable.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Version">The one that was asked about.</param>
/// <param name="Severity">Low, Moderate, High, Critical or Unknown.</param>
/// <param name="Url">Where it is told.</param>
internal sealed record Advisory(string Package, string Version, string Severity, Uri Url);
