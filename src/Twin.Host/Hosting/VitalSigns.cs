using System.Globalization;
using System.Text;
using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Host.Hosting;

/// <summary>One line that tells how the twin is, from the newest frame. May be read by several threads.</summary>
internal sealed class VitalSigns
{
    private readonly ITwin _twin;
    private volatile Places _places;

    /// <summary>Looks up the signals of a twin.</summary>
    /// <param name="twin">The twin.</param>
    public VitalSigns(ITwin twin)
    {
        _twin = twin;
        _places = new Places(twin.Generation);
    }

    /// <summary>Reads them.</summary>
    public string Read()
    {
        Places places = _places;
        Generation now = _twin.Generation;
        if (!ReferenceEquals(places.Chassis, now.Chassis))
        {
            _places = places = new Places(now);
        }

        return places.Read(_twin.Pacing);
    }

    // Where everything is under one structure of the chassis.
    private sealed class Places
    {
        private readonly FrameRing _frames;
        private readonly int[] _words;
        private readonly int _inlet;
        private readonly int _energyPerBit;
        private readonly int _alarms;
        private readonly int _quarantined;
        private readonly (int Index, string Element)[] _temperatures;
        private readonly (int Margin, int Lane, int Direction, int State, string Name)[] _ports;

        public Places(Generation generation)
        {
            CompiledChassis chassis = generation.Chassis;
            (Chassis, _frames) = (chassis, generation.Frames);
            Dictionary<string, int> wordOf = chassis.Signals.ToDictionary(signal => signal.Path, signal => signal.Word, StringComparer.Ordinal);
            List<int> words = [];
            int Add(string path)
            {
                words.Add(wordOf[path]);
                return words.Count - 1;
            }

            string own = chassis.Instance + "/";
            _inlet = Add(own + "inlet-power");
            _energyPerBit = Add(own + "energy-per-bit");
            _alarms = Add(own + "active-alarms");
            _quarantined = Add(own + "quarantined-components");
            _temperatures = [.. ReportedSignals.Temperatures(chassis).Select(signal => (Add(signal.Path), signal.Element[own.Length..]))];
            _ports =
            [
                .. chassis.Ports.Select(port => (
                    Add(port.Path + "/margin"), Add(port.Path + "/limiting-lane"), Add(port.Path + "/limiting-direction"), Add(port.Path + "/state"), port.Path[own.Length..])),
            ];
            _words = [.. words];
        }

        public CompiledChassis Chassis { get; }

        public string Read(PacingStatus pacing)
        {
            var values = new double[_words.Length];
            if (!_frames.TryReadLatest(_words, values, out FrameHeader header))
            {
                return "starting";
            }

            var line = new StringBuilder();
            Append($"t {header.Time.Seconds:F1} s");
            if (pacing.IsPaused)
            {
                line.Append(" | paused");
            }
            else if (pacing.AchievedSpeed > 0)
            {
                // Measured over a second: not there yet when the run has just begun.
                Append($" | x{pacing.AchievedSpeed:F2}");
            }

            Append($" | {values[_inlet]:F1} W");
            AppendHottest(line, values);
            AppendWorstPort(line, values);
            line.Append(values[_energyPerBit] > 0 ? string.Create(CultureInfo.InvariantCulture, $" | {values[_energyPerBit] * 1e12:F2} pJ/bit") : " | - pJ/bit");
            Append($" | alarms {values[_alarms]:F0}");
            Append($" | {_ports.Count(port => values[port.State] > (int)PortState.Down)}/{_ports.Length} ports up");
            if (values[_quarantined] > 0)
            {
                Append($" | quarantined {values[_quarantined]:F0}");
            }

            return line.ToString();

            void Append(FormattableString text) => line.Append(FormattableString.Invariant(text));
        }

        private void AppendHottest(StringBuilder line, double[] values)
        {
            if (_temperatures.Length > 0)
            {
                (int index, string element) = _temperatures.MaxBy(temperature => values[temperature.Index]);
                line.Append(CultureInfo.InvariantCulture, $" | {element} {values[index]:F1} degC");
            }
        }

        private void AppendWorstPort(StringBuilder line, double[] values)
        {
            if (_ports.Length == 0)
            {
                return;
            }

            var judged = _ports.Where(port => double.IsFinite(values[port.Margin])).ToArray();
            if (judged.Length > 0)
            {
                var worst = judged.MinBy(port => values[port.Margin]);
                string direction = values[worst.Direction] == 0 ? "tx" : "rx";
                line.Append(CultureInfo.InvariantCulture, $" | {worst.Name} {direction} lane {values[worst.Lane]:F0} {values[worst.Margin]:+0.00;-0.00} dB");
            }
        }
    }
}
