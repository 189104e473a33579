using System.Globalization;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;

namespace Twin.Host.Offline;

/// <summary>Sums up what a step spends in the calls of each kind of part, for whoever writes one.</summary>
/// <remarks>
/// Observes only: with it and without it a run gives the same bits. Parts of one kind whose names differ only in their numbers are one row. The mean is over all steps, so
/// that the rows add up; median, 99th percentile and longest are of the steps in which a part of the row was called.
/// </remarks>
internal sealed class TimingReport
{
    private const double Microseconds = 1e6;

    private readonly IReadOnlyList<ComponentGroup> _groups;
    private readonly Spent[] _spent;
    private readonly Spent _engine = new(0);
    private readonly Spent _step = new(0);
    private readonly string _instance;

    /// <summary>Prepares a report.</summary>
    /// <param name="chassis">The chassis.</param>
    public TimingReport(CompiledChassis chassis)
    {
        _instance = chassis.Instance + "/";
        _groups = ComponentGroup.Of(chassis);
        _spent = [.. _groups.Select(group => new Spent(group.Members.Count))];
    }

    /// <summary>Takes a step into account.</summary>
    /// <param name="timing">Where its time went.</param>
    public void Observe(StepTiming timing)
    {
        double inComponents = 0;
        for (int i = 0; i < _spent.Length; i++)
        {
            IReadOnlyList<ComponentInfo> members = _groups[i].Members;
            double seconds = 0;
            for (int member = 0; member < members.Count; member++)
            {
                double own = timing.ComponentSeconds(members[member].Index);
                _spent[i].Members[member] += own;
                seconds += own;
            }

            _spent[i].Take(seconds);
            inComponents += seconds;
        }

        _engine.Take(Math.Max(0, timing.StepSeconds - inComponents));
        _step.Take(timing.StepSeconds);
    }

    /// <summary>Writes the report.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{"step time in calls of",-24}{"kind",-30}{"mean us",10}{"median",10}{"p99",10}{"longest",10}{"share",9}  slowest");
        foreach ((ComponentGroup group, Spent spent) in _groups.Zip(_spent).OrderByDescending(row => row.Second.Seconds))
        {
            int slowest = spent.Members.AsSpan().IndexOf(spent.Members.Max());
            string path = group.Members[slowest].Path[_instance.Length..];
            Row(group.Label, group.Members[0].Kind, spent, group.Members.Count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"  {path} {Mean(spent.Members[slowest]):F2} us"));
        }

        Row("the engine itself", string.Empty, _engine, string.Empty);
        Row("a step", string.Empty, _step, string.Empty);
        writer.Flush();

        void Row(string label, string kind, Spent spent, string place)
        {
            double share = _step.Seconds > 0 ? spent.Seconds * 100 / _step.Seconds : 0;
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{label,-24}{kind,-30}{Mean(spent.Seconds),10:F2}{spent.Quantile(0.5) * Microseconds,10:F2}{spent.Quantile(0.99) * Microseconds,10:F2}{spent.Longest * Microseconds,10:F2}{share,7:F1} %{place}").TrimEnd());
        }

        double Mean(double seconds) => _step.Steps == 0 ? 0 : seconds * Microseconds / _step.Steps;
    }

    /// <summary>Time of one row, step by step.</summary>
    private sealed class Spent(int members)
    {
        private readonly LatenessHistogram _histogram = new();

        public double[] Members { get; } = new double[members];

        public double Seconds { get; private set; }

        public double Longest { get; private set; }

        public long Steps { get; private set; }

        public void Take(double seconds)
        {
            if (seconds > 0)
            {
                _histogram.Record(seconds);
            }

            Seconds += seconds;
            Longest = Math.Max(Longest, seconds);
            Steps++;
        }

        // Zero of what was never called.
        public double Quantile(double share)
        {
            long[] counts = _histogram.ToCounts();
            double seconds = LatenessHistogram.Quantile(new long[counts.Length], counts, share);
            return double.IsNaN(seconds) ? 0 : seconds;
        }
    }
}
