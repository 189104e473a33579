using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.PluginTestKit.Declarations;
using Twin.Units;

namespace Twin.PluginTestKit.Bench;

/// <summary>Lists the inputs of a described component with the ranges over which they are tried.</summary>
/// <remarks>Ranges are those of a chassis in trouble but in this world; a vendor may declare others. Each is named here with its reason.</remarks>
internal static class InputList
{
    // Pressure that drives the flow an element is tried with: air in a chassis, coolant in a cold plate.
    private const double AirDropPa = 200;
    private const double CoolantDropPa = 30e3;

    // A rail at full load, and one without.
    private const double LowRail = 0.9;
    private const double HighRail = 1.05;
    private const double RailNoise = 0.01;

    // One wavelength of an external laser in one fibre; OIF-ELSFP-01.0 class 3 delivers up to 24 dBm.
    private const double NominalLightW = 30e-3;
    private const double HighestLightW = 250e-3;
    private const double LowRinPerHz = 1e-16;
    private const double RinPerHz = 3.2e-15;
    private const double HighRinPerHz = 1e-13;

    // What a short link without loss brings to a receiver, and what a typical one does.
    private const double NominalReceivedW = 0.5e-3;
    private const double HighestReceivedW = 4e-3;
    private const double DefaultWavelengthM = 1310e-9;
    private const double WavelengthRangeM = 2e-9;

    // An open connector returns 4 % of the light (Fresnel, glass to air).
    private const double HighestReflectedW = 0.04 * HighestLightW;

    /// <summary>Lists the inputs.</summary>
    /// <param name="builder">What the component declared.</param>
    /// <param name="block">Where its sections lie.</param>
    /// <param name="options">The range of temperatures.</param>
    /// <param name="declarations">Ranges that the vendor declared.</param>
    /// <param name="problems">Receives what is wrong with those.</param>
    public static InputElement[] Of(ComponentBuilder builder, BlockLayout block, ConformanceOptions options, KindDeclarations declarations, List<string> problems)
    {
        var inputs = new List<InputElement>();
        double coldest = options.Coldest.Celsius;
        double hottest = options.Hottest.Celsius;
        double nominal = Math.Clamp(45, coldest, hottest);
        foreach (PointDraft point in builder.Points)
        {
            Add(point.Name, InputRole.Temperature, Dimensions.Temperature, point.Input, 1, coldest, nominal, hottest);
        }

        AddFlows();
        AddPower();
        AddLanes();
        AddKnobs();
        AddControl();
        foreach (InputRange range in declarations.Inputs.Where(range => inputs.All(input => input.Name != range.Name)))
        {
            problems.Add($"inputs.{range.Name}: there is no such input. {Spelling.Hint(range.Name, inputs.Select(input => input.Name))}");
        }

        return [.. inputs.Select(input => declarations.Inputs.FirstOrDefault(range => range.Name == input.Name) is { } range ? Narrow(input, range, problems) : input)];

        void AddFlows()
        {
            for (int i = 0; i < builder.Flows.Count; i++)
            {
                FlowDraft flow = builder.Flows[i];
                if (flow.Mover is null)
                {
                    double rated = FlowAt(flow.Resistance, flow.Medium == FlowMedium.Air ? AirDropPa : CoolantDropPa);
                    Add($"{flow.Name}.flow", InputRole.Flow, Dimensions.VolumeFlow, flow.Input + LaneLayout.ElementFlow, 1, -0.2 * rated, 0.7 * rated, rated, i);
                }
                else
                {
                    Add($"{flow.Name}.operating-point", InputRole.Mover, null, flow.Input, 1, -0.3, 0.6, 1.3, i);
                }

                Add($"{flow.Name}.inlet", InputRole.Temperature, Dimensions.Temperature, flow.Input + LaneLayout.ElementInlet, 1, coldest, nominal, hottest);
                Add($"{flow.Name}.outlet", InputRole.Temperature, Dimensions.Temperature, flow.Input + LaneLayout.ElementOutlet, 1, coldest, nominal, hottest);
            }

            foreach (ExchangeDraft exchange in builder.Exchanges)
            {
                double reference = exchange.Options.Reference.Si;
                Add($"{exchange.Name}.conductance", InputRole.Plain, Dimensions.ThermalConductance, exchange.Input, 1, 0, 0.5 * reference, reference);
            }

            foreach (StreamExchangeDraft exchange in builder.StreamExchanges)
            {
                double reference = exchange.Options.First.Reference.Si;
                Add($"{exchange.Name}.conductance", InputRole.Plain, Dimensions.ThermalConductance, exchange.Input, 1, 0, 0.5 * reference, reference);
            }
        }

        void AddPower()
        {
            foreach (LoadDraft load in builder.Loads)
            {
                double volts = load.Nominal.Volts;
                Add(load.Name, InputRole.Rail, Dimensions.Voltage, load.Input + LaneLayout.LoadVoltage, 1, LowRail * volts, volts, HighRail * volts);
                Add($"{load.Name}.noise", InputRole.RailNoise, Dimensions.Ratio, load.Input + LaneLayout.LoadNoise, 1, 0, 0.1 * RailNoise, RailNoise, load.Input + LaneLayout.LoadVoltage);
            }

            for (int i = 0; i < builder.Sources.Count; i++)
            {
                SourceDraft source = builder.Sources[i];
                Add($"{source.Name}.output", InputRole.SourceOutput, Dimensions.Ratio, source.Input + LaneLayout.SourceOutput, 1, 0, 0.5, source.Options.TripAbove, i);
                Add($"{source.Name}.tripped", InputRole.Tripped, null, source.Input + LaneLayout.SourceTripped, 1, 0, 0, 1);
            }
        }

        void AddLanes()
        {
            foreach (BundleDraft bundle in builder.Bundles)
            {
                int n = bundle.Count;
                Add($"{bundle.Name}.up", InputRole.Plain, null, bundle.Input + (LaneLayout.Up * n), n, 0, 1, 1);
                Add($"{bundle.Name}.utilization", InputRole.Plain, null, bundle.Input + (LaneLayout.Utilization * n), n, 0, 0.5, 1);
                if (bundle.Kind == BundleKind.OpticalReceiver)
                {
                    int power = bundle.Input + (LaneLayout.ReceivedPower * n);
                    Add($"{bundle.Name}.received-power", InputRole.Plain, Dimensions.Power, power, n, 0, NominalReceivedW, HighestReceivedW);
                    Add($"{bundle.Name}.received-modulation", InputRole.Amplitude, null, bundle.Input + (LaneLayout.ReceivedOma * n), n, 0, 0.6, 1, power);
                    AddWavelength($"{bundle.Name}.received-wavelength", InputRole.Plain, bundle.Input + (LaneLayout.ReceivedWavelength * n), n, WavelengthOf(builder));
                }

                if (bundle.Kind is BundleKind.OpticalReceiver or BundleKind.ElectricalReceiver)
                {
                    AddVerdicts(bundle, n);
                }
            }

            foreach (LightSourceDraft source in builder.LightSources)
            {
                Add($"{source.Name}.reflected", InputRole.Plain, Dimensions.Power, source.Input, source.Count, 0, 0, HighestReflectedW);
            }

            for (int i = 0; i < builder.LightInputs.Count; i++)
            {
                LightInputDraft light = builder.LightInputs[i];
                int n = light.Count;
                Add($"{light.Name}.power", InputRole.Light, Dimensions.Power, light.Input + (LaneLayout.LightPower * n), n, 0, NominalLightW, HighestLightW);
                AddWavelength($"{light.Name}.wavelength", InputRole.Light, light.Input + (LaneLayout.LightWavelength * n), n, WavelengthOf(builder));
                inputs.Add(new InputElement($"{light.Name}.rin", InputRole.Light, null, light.Input + (LaneLayout.LightRin * n), n, LowRinPerHz, RinPerHz, HighRinPerHz) { IsLogarithmic = true });
            }
        }

        void AddVerdicts(BundleDraft bundle, int n)
        {
            AddAt($"{bundle.Name}.error-ratio", InputRole.Link, null, block.Outputs + bundle.Output + (LaneLayout.VerdictErrorRatio * n), n, 1e-20, 1e-9, 0.5, isLogarithmic: true);
            AddAt($"{bundle.Name}.margin", InputRole.Link, Dimensions.Decibels, block.Outputs + bundle.Output + (LaneLayout.VerdictMargin * n), n, -30, 3, 15);
            AddAt($"{bundle.Name}.signal-to-noise", InputRole.Link, Dimensions.Decibels, block.Outputs + bundle.Output + (LaneLayout.VerdictSnr * n), n, 0, 18, 40);
            if (bundle.Arrivals >= 0)
            {
                // Volts at an electrical receiver, amperes of photocurrent at an optical one.
                double amplitude = bundle.Kind == BundleKind.ElectricalReceiver ? 0.4 : 0.5e-3;
                AddAt($"{bundle.Name}.amplitude", InputRole.Link, null, bundle.Arrivals + (LaneLayout.ArrivalAmplitude * n), n, 0, amplitude, 3 * amplitude);
                AddAt($"{bundle.Name}.arriving-noise", InputRole.Link, null, bundle.Arrivals + (LaneLayout.ArrivalNoise * n), n, 0, 0.02 * amplitude, 0.3 * amplitude);
                AddAt($"{bundle.Name}.loss", InputRole.Link, Dimensions.Decibels, bundle.Arrivals + (LaneLayout.ArrivalLoss * n), n, 0, 10, 45);
                AddAt($"{bundle.Name}.jitter", InputRole.Link, null, bundle.Arrivals + (LaneLayout.ArrivalJitter * n), n, 0, 0.01, 0.1);
            }
        }

        void AddKnobs()
        {
            foreach (KnobDraft knob in builder.Parameters.Concat(builder.ActuatorDrafts))
            {
                Add(knob.Name, InputRole.Plain, knob.Dimension, knob.Input, 1, knob.Minimum, knob.Initial, knob.Maximum);
            }

            foreach (KnobDraft fault in builder.FaultDrafts)
            {
                Add(fault.Name, InputRole.Fault, Dimensions.Ratio, fault.Input, 1, 0, 0, 1);
            }
        }

        void AddControl()
        {
            for (int i = 0; i < builder.SensorDrafts.Count; i++)
            {
                Add($"{builder.SensorDrafts[i].Name}.error", InputRole.SensorError, null, builder.SensorDrafts[i].Input, 1, -1, 0, 1, i);
            }

            foreach (SensorInputDraft input in builder.SensorInputs)
            {
                (double low, double middle, double high) = input.Dimension == Dimensions.Temperature ? (coldest, nominal, hottest)
                    : input.Dimension == Dimensions.Ratio ? (0, 0.5, 1)
                    : input.Dimension == Dimensions.Decibels ? (-30, 3, 15)
                    : (0.0, 10, 1000);
                Add(input.Name, InputRole.SensorInput, input.Dimension, input.Input, input.Count, low, middle, high);
            }
        }

        void AddWavelength(string name, InputRole role, int word, int count, double nominalM) =>
            Add(name, role, Dimensions.Wavelength, word, count, nominalM - WavelengthRangeM, nominalM, nominalM + WavelengthRangeM);

        void AddAt(string name, InputRole role, Dimension? dimension, int word, int count, double low, double middle, double high, bool isLogarithmic = false) =>
            inputs.Add(new InputElement(name, role, dimension, word, count, low, middle, high) { IsLogarithmic = isLogarithmic });

        void Add(string name, InputRole role, Dimension? dimension, int input, int count, double low, double middle, double high, int item = -1) =>
            inputs.Add(new InputElement(name, role, dimension, input, count, low, middle, high, item));
    }

    private static InputElement Narrow(InputElement input, InputRange range, List<string> problems)
    {
        Dimension dimension = input.Dimension ?? Dimensions.Ratio;
        bool isRead = QuantityText.TryParse(range.Low, dimension, out double low, out string? problem) & QuantityText.TryParse(range.High, dimension, out double high, out string? other);
        if (isRead && low <= high)
        {
            return input with { Low = low, Nominal = Math.Clamp(input.Nominal, low, high), High = high };
        }

        problems.Add($"inputs.{range.Name}: {problem ?? other ?? $"'{range.Low}' is above '{range.High}'; the lowest value comes first."}");
        return input;
    }

    // What the component's own transmitters and sources are made for.
    private static double WavelengthOf(ComponentBuilder builder) =>
        builder.Bundles.Select(bundle => bundle.Options).OfType<OpticalTransmitterOptions>().FirstOrDefault()?.Wavelength.Si
        ?? builder.LightSources.SelectMany(source => source.Options.Wavelengths).FirstOrDefault() switch { { Si: > 0 } wavelength => wavelength.Si, _ => DefaultWavelengthM };

    // dp = a Q + b Q^2.
    private static double FlowAt(FlowResistance resistance, double dropPa)
    {
        double a = resistance.LinearPaPerM3S;
        double b = resistance.QuadraticPaPerM3S2;
        return 2 * dropPa / (a + Math.Sqrt((a * a) + (4 * b * dropPa)));
    }
}
