using Microsoft.Extensions.Configuration;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Silo.Markets;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Imports the product's own market data, from <c>NeuralTrader:Markets:ShippedData</c> or from the folder <c>data</c> beside the program.</summary>
internal sealed class ShippedDataImport(ShippedData data, IConfiguration configuration) : IShippedData
{
    private readonly string folder = configuration["NeuralTrader:Markets:ShippedData"] ?? Path.Combine(AppContext.BaseDirectory, "data");

    public async Task Import(CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(folder, "manifest.json"))) await data.Import(folder, cancellationToken).ConfigureAwait(false);
    }
}
