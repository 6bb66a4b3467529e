using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Forecasting;
using NeuralTrader.Domain.Forecasting.Classical;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Abstractions.Forecasting;

/// <summary>Asks for every kind of model.</summary>
[GenerateSerializer, Immutable, Alias("forecasting.listModelTypes")]
public sealed record ListModelTypesRequest;

/// <summary>Every kind of model, those included that this build does not do.</summary>
/// <param name="ModelTypes">Classical methods first.</param>
[GenerateSerializer, Immutable, Alias("forecasting.model-types")]
public sealed record ModelTypeList(IReadOnlyList<ModelType> ModelTypes);

/// <summary>Asks for the closes to come of an instrument, with intervals whose worth in the past is measured.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Horizon">Bars ahead, 1 to 365.</param>
/// <param name="ConfidenceLevel">The share of closes that the intervals are to hold, 0.5 to 0.99.</param>
/// <param name="ModelId">A trained network; null for a classical method, which is fitted to this instrument alone.</param>
/// <param name="Method">Which classical method; null for the one that was best on the oldest third of the forecasts made for the past.</param>
/// <param name="Season">Bars in a season, 1 to 366; 1 for none.</param>
/// <param name="Lookback">Newest bars that are used, 60 to 10,000.</param>
/// <param name="Evaluations">Forecasts made for the past at most, 30 to 200: they choose the method, and make and judge the intervals.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="To">The last bar that is known; null for the newest.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("forecasting.neuralForecast")]
public sealed record NeuralForecastRequest(
    string Symbol, int Horizon = 30, double ConfidenceLevel = 0.9, string? ModelId = null, ClassicalMethod? Method = null, int Season = 1,
    int Lookback = 1_000, int Evaluations = 90, BarInterval Interval = BarInterval.Day, DateTime? To = null,
    DevicePreference Device = DevicePreference.Auto);

/// <summary>The closes to come of an instrument.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="ModelId">The network that forecast; null where it was a classical method.</param>
/// <param name="Last">The last bar that was known, from which the steps count.</param>
/// <param name="LastClose">Its close, in the instrument's currency.</param>
/// <param name="Currency">The instrument's currency; null where it has none.</param>
/// <param name="Bars">How many bars were used.</param>
/// <param name="Fingerprint">SHA-256 of their times and closes: the same again are the same data.</param>
/// <param name="Forecast">The steps, and what forecasts like them were worth.</param>
/// <param name="Provenance">Where the bars come from.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("forecasting.neuralForecast.answer")]
public sealed record NeuralForecastAnswer(
    string Symbol, string? ModelId, DateTime Last, double LastClose, string? Currency, int Bars, string Fingerprint, SeriesForecast Forecast,
    Provenance Provenance, DeviceUsed Device);
