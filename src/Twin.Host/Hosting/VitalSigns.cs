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
    /// <param name="width">Columns that there are. Where they are too few, what is least missed is left out: the lane, the name of the hottest body, energy per bit, speed, the hottest temperature, in this order.</param>
    public string Read(int width = int.MaxValue)
    {
        Places places = _places;
        Generation now = _twin.Generation;
        if (!ReferenceEquals(places.Chassis, now.Chassis))
        {
            _places = places = new Places(now);
        }

        return VitalLine.Join(places.Read(_twin.Pacing), width);
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

        public List<VitalPart> Read(PacingStatus pacing)
        {
            var values = new double[_words.Length];
            if (!_frames.TryReadLatest(_words, values, out FrameHeader header))
            {
                return [new("starting")];
            }

            List<VitalPart> line = [new(Text($"t {header.Time.Seconds:F1} s"))];
            if (pacing.IsPaused)
            {
                line.Add(new("paused"));
            }
            else if (pacing.AchievedSpeed > 0)
            {
                // Measured over a second: not there yet when the run has just begun.
                line.Add(new(Text($"x{pacing.AchievedSpeed:F2}"), (4, string.Empty)));
            }

            line.Add(new(Text($"{values[_inlet]:F1} W")));
            AddHottest(line, values);
            AddWorstPort(line, values);
            line.Add(new(values[_energyPerBit] > 0 ? Text($"{values[_energyPerBit] * 1e12:F2} pJ/bit") : "- pJ/bit", (3, string.Empty)));
            line.Add(new(Text($"alarms {values[_alarms]:F0}")));
            string up = Text($"{_ports.Count(port => values[port.State] > (int)PortState.Down)}/{_ports.Length}");
            line.Add(new($"{up} ports up", (5, $"{up} up")));
            if (values[_quarantined] > 0)
            {
                line.Add(new(Text($"quarantined {values[_quarantined]:F0}")));
            }

            return line;
        }

        private static string Text(FormattableString text) => FormattableString.Invariant(text);

        private void AddHottest(List<VitalPart> line, double[] values)
        {
            if (_temperatures.Length > 0)
            {
                (int index, string element) = _temperatures.MaxBy(temperature => values[temperature.Index]);
                string temperature = Text($"{values[index]:F1} degC");
                line.Add(new($"{element} {temperature}", (2, temperature), (6, string.Empty)));
            }
        }

        private void AddWorstPort(List<VitalPart> line, double[] values)
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
                string margin = Text($"{values[worst.Margin]:+0.00;-0.00} dB");
                line.Add(new(Text($"{worst.Name} {direction} lane {values[worst.Lane]:F0} {margin}"), (1, $"{worst.Name} {margin}")));
            }
        }
    }
}
