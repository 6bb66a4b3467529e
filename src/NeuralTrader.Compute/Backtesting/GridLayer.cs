using NeuralTrader.Compute.Devices.Kernels;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>Segments that do not overlap, so that one pass through the bars counts them all.</summary>
internal sealed class GridLayer
{
    private readonly Dictionary<int, int> opens = [], ends = [];
    private readonly int[] borders;

    private GridLayer(List<(GridSegment Span, int Index)> segments, int bars)
    {
        foreach ((GridSegment span, int index) in segments) (opens[Math.Max(1, span.From)], ends[span.To]) = (index, index);
        Segments = [.. segments.Select(segment => segment.Index)];
        borders = [.. opens.Keys.Concat(ends.Keys).Append(bars).Distinct().Order()];
    }

    /// <summary>Which segments are counted here.</summary>
    public int[] Segments { get; }

    /// <summary>As few layers as hold all segments.</summary>
    public static GridLayer[] Of(GridSegment[] segments, int bars)
    {
        var layers = new List<List<(GridSegment Span, int Index)>>();
        foreach ((GridSegment span, int index) in segments.Select((span, index) => (span, index)).OrderBy(one => one.span.From))
        {
            List<(GridSegment Span, int Index)>? free = layers.Find(layer => layer[^1].Span.To <= span.From);
            if (free is null) layers.Add(free = []);
            free.Add((span, index));
        }
        return [.. layers.Select(layer => new GridLayer(layer, bars))];
    }

    /// <summary>The segment that opens before a bar; −1 for none. The first bar has no return, so a segment never opens before it.</summary>
    public int Opens(int bar) => opens.TryGetValue(bar, out int index) ? index : -1;

    /// <summary>The segment that ended before a bar; −1 for none.</summary>
    public int Ends(int bar) => ends.TryGetValue(bar, out int index) ? index : -1;

    /// <summary>Where the next segment opens or ends after a bar, or the bars end.</summary>
    public int NextBorder(int bar)
    {
        int at = Array.BinarySearch(borders, bar + 1);
        return borders[at < 0 ? ~at : at];
    }

    /// <summary>The bars from border to border, each with the place of its segment in <see cref="Segments"/>.</summary>
    public IEnumerable<GridSpan> Spans(int bars, GridSegment[] segments)
    {
        for (int from = 0, to; from < bars; from = to)
        {
            to = NextBorder(from);
            int ended = Ends(to);
            yield return new GridSpan(from, to, Opens(from) >= 0 ? 1 : 0, Array.IndexOf(Segments, ended), ended < 0 ? default : segments[ended]);
        }
    }
}
