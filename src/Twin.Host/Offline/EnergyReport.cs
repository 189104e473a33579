using System.Globalization;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Host.Hosting;

namespace Twin.Host.Offline;

/// <summary>Sums up a run: where the energy went from inlet to air, how hot what got, which margins were left, how fast it was simulated.</summary>
/// <remarks>Powers are summed in every step, so that their means balance; extremes are looked for in every tenth, which is the standard period of the link stage.</remarks>
internal sealed class EnergyReport
{
    private const int ExtremesEvery = 10;
    private const double Picojoules = 1e12;
    private const double Terabits = 1e12;

    private readonly CompiledChassis _chassis;
    private readonly List<int> _meanWords = [];
    private readonly Dictionary<string, int> _wordOf;
    private readonly SignalInfo[] _temperatures;
    private readonly SignalInfo[] _margins;
    private readonly double[] _highest;
    private readonly double[] _lowest;
    private readonly double[] _sums;
    private long _steps;

    /// <summary>Prepares a report.</summary>
    /// <param name="chassis">The chassis.</param>
    public EnergyReport(CompiledChassis chassis)
    {
        _chassis = chassis;
        _wordOf = chassis.Signals.ToDictionary(signal => signal.Path, signal => signal.Word, StringComparer.Ordinal);
        _temperatures = [.. ReportedSignals.Temperatures(chassis)];
        _margins = [.. ReportedSignals.Margins(chassis)];
        _highest = new double[_temperatures.Length];
        _lowest = new double[_margins.Length];
        Array.Fill(_highest, double.NegativeInfinity);
        Array.Fill(_lowest, double.PositiveInfinity);
        string[] own = ["inlet-power", "fluid-heat", "light-leaving", "light-arriving", "light-lost", "surface-loss", "stored-power", "box-imbalance", "throughput"];
        _meanWords.AddRange(own.Select(name => _wordOf[$"{chassis.Instance}/{name}"]));
        _meanWords.AddRange(chassis.Components.Select(component => _wordOf[component.Path + "/power"]));
        _sums = new double[_meanWords.Count];
    }

    /// <summary>Takes a step into account.</summary>
    /// <param name="state">The state after the step.</param>
    public void Observe(ChassisState state)
    {
        ReadOnlySpan<double> words = state.Words;
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += words[_meanWords[i]];
        }

        if (_steps++ % ExtremesEvery == 0)
        {
            ObserveExtremes(words);
        }
    }

    private void ObserveExtremes(ReadOnlySpan<double> words)
    {
        for (int i = 0; i < _highest.Length; i++)
        {
            _highest[i] = Math.Max(_highest[i], words[_temperatures[i].Word]);
        }

        for (int i = 0; i < _lowest.Length; i++)
        {
            double margin = words[_margins[i].Word];
            _lowest[i] = double.IsFinite(margin) ? Math.Min(_lowest[i], margin) : _lowest[i];
        }
    }

    /// <summary>Writes the report.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="run">The run, after its end.</param>
    public void Write(TextWriter writer, OfflineRun run)
    {
        // The end is one of the values that the extremes are of.
        ObserveExtremes(run.State.Words);
        void Line(FormattableString text) => writer.WriteLine(FormattableString.Invariant(text).TrimEnd());

        double simulated = run.State.Time.Seconds;
        Line($"{_chassis.Model}: {_chassis.Title}");
        Line($"{run.Workload}, {simulated} s simulated in {run.StepTime.TotalSeconds:F2} s ({simulated / run.StepTime.TotalSeconds:F1} times real time, {run.StepTime.TotalMicroseconds / Math.Max(1, _steps):F1} us a step); initial condition {run.StartTime.TotalSeconds:F2} s, {run.SettlingIterations} iterations");
        writer.WriteLine();
        WriteEnergy(Line, run.State.Words);
        writer.WriteLine();
        WriteTemperatures(Line, run.State.Words);
        writer.WriteLine();
        WriteMargins(Line, run.State.Words);
        writer.Flush();
    }

    private void WriteEnergy(Action<FormattableString> line, ReadOnlySpan<double> words)
    {
        string own = _chassis.Instance + "/";
        double inletMean = Mean(_wordOf[own + "inlet-power"]);
        double inletEnd = words[_wordOf[own + "inlet-power"]];
        line($"{"energy flow",-44}{"mean W",10}{"end W",10}{"share",9}");
        Row("in   inlet", inletMean, inletEnd);
        Row("in   light arriving", Mean(_wordOf[own + "light-arriving"]), words[_wordOf[own + "light-arriving"]]);

        // What is drawn at the inlet and is in no component was lost in the paths between them.
        double pathsMean = inletMean;
        double pathsEnd = inletEnd;
        foreach (ComponentGroup group in ComponentGroup.Of(_chassis))
        {
            double mean = group.Members.Sum(member => Mean(_wordOf[member.Path + "/power"]));
            double end = 0;
            foreach (ComponentInfo member in group.Members)
            {
                end += words[_wordOf[member.Path + "/power"]];
            }

            pathsMean -= mean;
            pathsEnd -= end;
            if (mean != 0 || end != 0)
            {
                Row($"used {(group.IsConverter ? "conversion" : group.HardwareType)}: {group.Label}", mean, end);
            }
        }

        Row("used rail paths", pathsMean, pathsEnd);
        (string Name, string Text)[] outputs =
        [
            ("fluid-heat", "out  heat into " + string.Join(" and ", Streams())), ("light-leaving", "out  light leaving"), ("light-lost", "out  light lost in fibres"),
            ("surface-loss", "out  heat through the surface"), ("stored-power", "kept in heat capacities and rails"),
        ];
        foreach ((string name, string text) in outputs)
        {
            Row(text, Mean(_wordOf[own + name]), words[_wordOf[own + name]]);
        }

        int imbalance = _wordOf[own + "box-imbalance"];
        line($"{"imbalance: in less out and kept",-44}{Mean(imbalance),10:0.0E+0}{words[imbalance],10:0.0E+0}");
        double throughput = Mean(_wordOf[own + "throughput"]);
        line($"{"energy per bit of the ports' rates, end",-44}{words[_wordOf[own + "energy-per-bit"]] * Picojoules,10:F2} pJ/bit");
        if (throughput > 0)
        {
            line($"{"energy per bit carried, mean",-44}{inletMean / throughput * Picojoules,10:F2} pJ/bit at {throughput / Terabits:F2} Tb/s");
        }
        else
        {
            line($"{"energy per bit carried, mean",-44}{"none",10}");
        }

        void Row(string text, double mean, double end) => line($"{text,-44}{Centi(mean),10:F2}{Centi(end),10:F2}{(inletMean > 0 ? Centi(mean * 100 / inletMean) : 0),8:F1} %");
    }

    private void WriteTemperatures(Action<FormattableString> line, ReadOnlySpan<double> words)
    {
        line($"{"hottest of each kind",-24}{"end degC",10}  {"where",-28}{"highest",10}  where");
        foreach (var type in Enumerable.Range(0, _temperatures.Length).GroupBy(i => _temperatures[i].HardwareType))
        {
            int atEnd = type.First();
            int highest = atEnd;
            foreach (int i in type)
            {
                atEnd = words[_temperatures[i].Word] > words[_temperatures[atEnd].Word] ? i : atEnd;
                highest = _highest[i] > _highest[highest] ? i : highest;
            }

            line($"{type.Key,-24}{words[_temperatures[atEnd].Word],10:F2}  {Short(_temperatures[atEnd].Element),-28}{_highest[highest],10:F2}  {Short(_temperatures[highest].Element)}");
        }
    }

    private void WriteMargins(Action<FormattableString> line, ReadOnlySpan<double> words)
    {
        line($"{"worst margin",-40}{"end dB",8}  {"where",-28}{"lowest",8}  where");
        foreach (var group in Enumerable.Range(0, _margins.Length).GroupBy(i => MarginGroup(_margins[i])))
        {
            int atEnd = -1;
            int lowest = group.First();
            foreach (int i in group)
            {
                double margin = words[_margins[i].Word];
                atEnd = double.IsFinite(margin) && (atEnd < 0 || margin < words[_margins[atEnd].Word]) ? i : atEnd;
                lowest = _lowest[i] < _lowest[lowest] ? i : lowest;
            }

            if (atEnd >= 0)
            {
                line($"{group.Key,-40}{words[_margins[atEnd].Word],8:F2}  {Place(_margins[atEnd]),-28}{_lowest[lowest],8:F2}  {Place(_margins[lowest])}");
            }
        }
    }

    private string MarginGroup(SignalInfo signal) => signal.Component < 0 ? "port" : $"{_chassis.Components[signal.Component].Kind} {signal.Name}";

    private string Place(SignalInfo signal) => signal.Lane is int lane
        ? string.Create(CultureInfo.InvariantCulture, $"{Short(signal.Element)} lane {lane}")
        : Short(signal.Element);

    private string Short(string path) => path[(_chassis.Instance.Length + 1)..];

    private IEnumerable<string> Streams() => _chassis.Signals
        .Where(signal => signal.Component < 0 && signal.Name == "inlet-temperature").Select(signal => Short(signal.Element)).DefaultIfEmpty("nothing");

    // Adding zero takes the sign off a negative zero, which would be printed.
    private static double Centi(double value) => Math.Round(value, 2) + 0.0;

    private double Mean(int word) => _steps == 0 ? 0 : _sums[_meanWords.IndexOf(word)] / _steps;
}
