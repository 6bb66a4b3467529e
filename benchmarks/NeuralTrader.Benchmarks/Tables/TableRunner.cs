using System.Diagnostics;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>Measures a piece of work: ours and the others' in turn, so that whatever else the machine does hits all alike; the best of each counts.</summary>
internal sealed class TableRunner(IReadOnlyList<ReferenceServer> servers, TimeSpan spend)
{
    private const int LeastRounds = 3, MostRounds = 2000;

    public TableRow Run(TableWork work)
    {
        string folder = Directory.CreateTempSubdirectory("nt-tables-").FullName;
        try
        {
            work.Prepare(new Inputs(folder));
            return Measure(work, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private TableRow Measure(TableWork work, string folder)
    {
        Contender[] rivals = [.. work.Rivals.Select(rival => Contender.Of(rival, servers))];
        double[] answer = work.Ours();
        GC.Collect();
        long before = Resident();
        Warm(work, spend / 4);
        List<double> ours = [];
        long peak = Resident();
        foreach (Contender rival in rivals) rival.Run(folder); // compiled and read in before the first round
        Stopwatch clock = Stopwatch.StartNew();
        for (int round = 0; round < LeastRounds || (clock.Elapsed < spend && round < MostRounds); round++)
        {
            int turns = round < LeastRounds ? 3 : 10; // our work is short: ten of ours for one of theirs
            for (int i = 0; i < turns; i++)
            {
                long start = Stopwatch.GetTimestamp();
                answer = work.Ours();
                ours.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                if (clock.Elapsed > 4 * spend) break;
            }
            peak = Math.Max(peak, Resident());
            foreach (Contender rival in rivals) if (rival.Spent < spend || rival.Count < LeastRounds - 1) rival.Run(folder);
        }
        Measurement time = Measurement.Summary(ours);
        return new TableRow(
            work.Name, work.Size, time.Best * 1e3, time.Median * 1e3, ours.Count, work.Operations / time.Best, work.Unit, work.MostSeconds * 1e3,
            Math.Max(0, peak - before) / 1048576.0, answer.Where(double.IsFinite).Sum(), work.Check(answer),
            [.. rivals.Select(rival => rival.Row(time.Best, answer, folder))]);
    }

    private static void Warm(TableWork work, TimeSpan spend)
    {
        Stopwatch clock = Stopwatch.StartNew();
        do work.Ours();
        while (clock.Elapsed < spend);
    }

    private static long Resident()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private sealed class Contender(Rival rival, ReferenceServer? server)
    {
        private readonly List<double> seconds = [];
        private double[]? answer;
        private string? failure = server is null && rival.InProcess is null ? "not installed" : null;

        public TimeSpan Spent { get; private set; }

        public int Count => seconds.Count;

        public static Contender Of(Rival rival, IReadOnlyList<ReferenceServer> servers) =>
            new(rival, servers.FirstOrDefault(server => rival.Case is not null && server.Cases.Contains(rival.Case)));

        public void Run(string folder)
        {
            if (failure is not null) return;
            long start = Stopwatch.GetTimestamp();
            double time;
            if (rival.InProcess is { } work)
            {
                answer = work();
                time = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            else
            {
                (time, failure) = server!.Run(rival.Case!, folder);
            }
            Spent += Stopwatch.GetElapsedTime(start);
            if (failure is null) seconds.Add(time / rival.Share);
        }

        public RivalRow Row(double oursBest, double[] ours, string folder)
        {
            if (failure is not null) return new RivalRow(rival.Label, null, null, 0, null, rival.LeastRatio, null, failure);
            Measurement time = Measurement.Summary(seconds);
            answer ??= ReferenceServer.Answer(rival.Case!, folder);
            return new RivalRow(
                rival.Label, time.Best * 1e3, time.Median * 1e3, seconds.Count, time.Best / oursBest, rival.LeastRatio, rival.Agree(ours, answer), null);
        }
    }
}
