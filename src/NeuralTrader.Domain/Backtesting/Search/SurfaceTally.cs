namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>Keeps, for each pair of values of two parameters, the best trial that has them.</summary>
internal sealed class SurfaceTally
{
    private const int MostValues = 200; // of one parameter; more are grouped

    private readonly SearchSpace space;
    private readonly int x, y, xGroup, yGroup, columns, rows;
    private readonly double[] scores, inSample, outOfSample;
    private readonly int[] orders;

    public SurfaceTally(SearchSpace space, IReadOnlyList<string>? names)
    {
        this.space = space;
        string[] known = [.. space.Names];
        int[] longest = [.. Enumerable.Range(0, known.Length).OrderBy(axis => space.Values[axis].Length > 1 ? 0 : 1)];
        x = names is null ? longest[0] : Array.IndexOf(known, names[0]);
        y = names is null ? (known.Length > 1 ? longest[1] : -1) : Array.IndexOf(known, names[1]);
        xGroup = Group(x);
        yGroup = Group(y);
        columns = Cells(x, xGroup);
        rows = Cells(y, yGroup);
        scores = Filled(double.NegativeInfinity);
        inSample = Filled(double.NaN);
        outOfSample = Filled(double.NaN);
        orders = new int[scores.Length];
    }

    public void Add(long point, int order, double score, double seen, double later)
    {
        if (!double.IsFinite(score)) return;
        int[] places = space.Places(point);
        int cell = ((y < 0 ? 0 : places[y] / yGroup) * columns) + (places[x] / xGroup);
        if (score < scores[cell] || (score == scores[cell] && order > orders[cell])) return;
        (scores[cell], inSample[cell], outOfSample[cell], orders[cell]) = (score, seen, later, order);
    }

    public SearchSurface Surface() =>
        new(space.Names[x], y < 0 ? null : space.Names[y], Values(x, xGroup), y < 0 ? [double.NaN] : Values(y, yGroup), Rows(inSample), Rows(outOfSample));

    private int Group(int axis) => axis < 0 ? 1 : (space.Values[axis].Length + MostValues - 1) / MostValues;

    private int Cells(int axis, int group) => axis < 0 ? 1 : (space.Values[axis].Length + group - 1) / group;

    private double[] Values(int axis, int group) => [.. space.Values[axis].Where((_, place) => place % group == 0)];

    private double[][] Rows(double[] cells) => [.. cells.Chunk(columns)];

    private double[] Filled(double value)
    {
        double[] cells = new double[rows * columns];
        Array.Fill(cells, value);
        return cells;
    }
}
