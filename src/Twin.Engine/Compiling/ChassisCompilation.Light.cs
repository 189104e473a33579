using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Physics.Optical;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    private readonly List<(FarEndDescription Description, (ComponentDraft Component, int Bundle, int Lane) Transmitter, (ComponentDraft Component, int Bundle, int Lane) Receiver)> _farLanes = [];

    private LightModel CompileLight(ThermalParts parts)
    {
        var fibres = new List<(int From, int To, LightModel.Fibre Fibre)>();
        var fed = new HashSet<int>();
        for (int i = 0; i < description.LightPaths.Count; i++)
        {
            AddFibres(parts, description.LightPaths[i], $"light-paths[{i}]", fibres, fed);
        }

        for (int i = 0; i < description.FarEnds.Count; i++)
        {
            AddFarEnd(description.FarEnds[i], $"far-ends[{i}]");
        }

        var far = _farLanes.Select(lane =>
        {
            BundleDraft transmitter = lane.Transmitter.Component.Builder.Bundles[lane.Transmitter.Bundle];
            BundleDraft receiver = lane.Receiver.Component.Builder.Bundles[lane.Receiver.Bundle];
            FarEndDescription end = lane.Description;
            double oma = end.TransmitOma.Watts;
            double extinction = end.TransmitExtinction.PowerRatio;
            return new LightModel.FarLane(
                lane.Transmitter.Component.Output(transmitter.Output) + lane.Transmitter.Lane,
                transmitter.Count,
                lane.Receiver.Component.Input(receiver.Input) + lane.Receiver.Lane,
                receiver.Count,
                end.Partner == Partner.Loopback,
                1 / end.Loss.PowerRatio,
                oma * (extinction + 1) / (2 * (extinction - 1)),
                oma,
                ((OpticalTransmitterOptions)transmitter.Options).Wavelength.Meters);
        }).ToArray();

        foreach (ComponentDraft draft in _components)
        {
            bool takesLight = draft.Builder.LightInputs.Count > 0 || draft.Builder.Bundles.Exists(bundle => bundle.Kind == BundleKind.OpticalReceiver);
            if (takesLight && draft.Component is not (ILightBehavior or IPowerBehavior))
            {
                _problems.Add("TW0411", $"components.{draft.Description.Name}", $"The kind '{draft.Description.Kind}' takes light in and has neither a light nor a power behaviour: the light would vanish.", "This is a defect of the plugin: implement one and post what is absorbed as heat.", draft.Description.Origin);
            }
        }

        var powers = new List<(int, int, int, bool, bool)>();
        foreach (ComponentDraft draft in _components)
        {
            foreach (LightSourceDraft source in draft.Builder.LightSources)
            {
                powers.Add((draft.Index, draft.Output(source.Output), source.Count, true, false));
            }

            foreach (LightInputDraft input in draft.Builder.LightInputs)
            {
                powers.Add((draft.Index, draft.Input(input.Input), input.Count, false, false));
            }

            foreach (BundleDraft bundle in draft.Builder.Bundles)
            {
                if (bundle.Kind == BundleKind.OpticalTransmitter)
                {
                    powers.Add((draft.Index, draft.Output(bundle.Output), bundle.Count, true, true));
                }
                else if (bundle.Kind == BundleKind.OpticalReceiver)
                {
                    powers.Add((draft.Index, draft.Input(bundle.Input) + (LaneLayout.ReceivedPower * bundle.Count), bundle.Count, false, true));
                }
            }
        }

        int[] order = OrderLight(fibres);
        LightModel.Fibre[][] fibresInto = [.. _components.Select(draft => fibres.Where(fibre => fibre.To == draft.Index).Select(fibre => fibre.Fibre).ToArray())];
        var begun = new HashSet<int>();
        foreach (LightModel.Fibre[] into in order.Select(index => fibresInto[index]))
        {
            for (int i = 0; i < into.Length; i++)
            {
                into[i] = into[i] with { IsFirstOfSource = begun.Add(into[i].Reflected) };
            }
        }

        return new LightModel
        {
            Order = order,
            FibresInto = fibresInto,
            FarLanes = far,
            Powers = [.. powers],
        };
    }

    private void AddFibres(
        ThermalParts parts, LightPathDescription path, string where, List<(int From, int To, LightModel.Fibre Fibre)> fibres, HashSet<int> fed)
    {
        var outputs = Channels(path.From, where + ".from", "light source", draft => draft.Builder.LightSources.Select(source => (source.Name, source.Count)));
        var inputs = Channels(path.To, where + ".to", "light input", draft => draft.Builder.LightInputs.Select(input => (input.Name, input.Count)));
        if (outputs.Count == 0 || inputs.Count == 0)
        {
            return;
        }

        if (path.Split < 1 || outputs.Count * path.Split != inputs.Count)
        {
            _problems.Add("TW0531", where, $"'{path.From}' has {outputs.Count} outputs, '{path.To}' {inputs.Count} inputs, and each output is split {path.Split} times.", $"{outputs.Count} outputs feed {outputs.Count * Math.Max(1, path.Split)} inputs.", path.Origin);
            return;
        }

        int zone = -1;
        if (path.LossZone is not null && !parts.Zones.TryGetValue(path.LossZone, out zone))
        {
            _problems.Add("TW0522", where + ".loss-zone", $"'{path.LossZone}' is no zone.", Spelling.Hint(path.LossZone, parts.Zones.Keys), path.Origin);
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            (ComponentDraft from, int sourceIndex, int sourceChannel) = outputs[i / path.Split];
            (ComponentDraft to, int inputIndex, int inputChannel) = inputs[i];
            LightSourceDraft source = from.Builder.LightSources[sourceIndex];
            LightInputDraft input = to.Builder.LightInputs[inputIndex];
            int inputWord = to.Input(input.Input) + inputChannel;
            if (!fed.Add(inputWord))
            {
                _problems.Add("TW0532", where + ".to", $"'{to.Description.Name}.{input.Name}[{inputChannel}]' is fed twice.", null, path.To.Origin);
                continue;
            }

            fibres.Add((from.Index, to.Index, new LightModel.Fibre(
                from.Output(source.Output) + sourceChannel, source.Count, inputWord, input.Count, 1.0 / path.Split, 1 / (path.Loss.PowerRatio * path.Split),
                from.Input(source.Input) + sourceChannel, input.Reflectance.PowerRatio, zone)));
        }
    }

    private void AddFarEnd(FarEndDescription end, string where)
    {
        var transmitters = Lanes(end.Transmitters, where + ".transmitters", BundleKind.OpticalTransmitter);
        var receivers = Lanes(end.Receivers, where + ".receivers", BundleKind.OpticalReceiver);
        if (transmitters.Count != receivers.Count)
        {
            _problems.Add("TW0533", where, $"'{end.Transmitters}' has {transmitters.Count} lanes, '{end.Receivers}' {receivers.Count}.", "There must be as many.", end.Origin);
            return;
        }

        if (!(end.TransmitExtinction.Db > 0))
        {
            _problems.Add("TW0534", where + ".transmit-extinction", $"{end.TransmitExtinction} is out of range.", "It must be greater than 0 dB.", end.Origin);
        }

        for (int i = 0; i < transmitters.Count; i++)
        {
            if (_farLanes.Any(lane => lane.Transmitter == transmitters[i] || lane.Receiver == receivers[i]))
            {
                _problems.Add("TW0532", where, $"Lane {transmitters[i].Lane} of '{transmitters[i].Component.Description.Name}', or lane {receivers[i].Lane} of '{receivers[i].Component.Description.Name}', has two far ends.", null, end.Origin);
                return;
            }

            _farLanes.Add((end, transmitters[i], receivers[i]));
        }
    }

    // A component comes after every component whose light it receives.
    private int[] OrderLight(List<(int From, int To, LightModel.Fibre Fibre)> fibres)
    {
        int count = _components.Count;
        var pairs = fibres.Select(fibre => (fibre.From, fibre.To)).Distinct().ToList();
        var waiting = new int[count];
        foreach ((_, int to) in pairs)
        {
            waiting[to]++;
        }

        var order = new List<int>();
        var ready = new SortedSet<int>(Enumerable.Range(0, count).Where(i => waiting[i] == 0));
        while (ready.Count > 0)
        {
            int next = ready.Min;
            ready.Remove(next);
            order.Add(next);
            foreach ((_, int to) in pairs.Where(pair => pair.From == next))
            {
                if (--waiting[to] == 0)
                {
                    ready.Add(to);
                }
            }
        }

        if (order.Count < count)
        {
            string loop = string.Join(", ", Enumerable.Range(0, count).Except(order).Select(i => _components[i].Description.Name));
            _problems.Add("TW0535", "light-paths", $"The light of {loop} runs in a loop.", "A fibre must not lead back to where its light comes from.");
        }

        return [.. order];
    }

    private List<(ComponentDraft Component, int Element, int Channel)> Channels(
        ElementReference reference, string where, string sort, Func<ComponentDraft, IEnumerable<(string Name, int Count)>> elements)
    {
        var channels = new List<(ComponentDraft, int, int)>();
        foreach ((ComponentDraft draft, int index, int first, int last) in _resolver.Find(reference, where, sort, draft => elements(draft).Select(element => element.Name)))
        {
            (string name, int count) = elements(draft).ElementAt(index);
            if (last >= count)
            {
                _problems.Add("TW0536", where, $"'{draft.Description.Name}.{name}' has {count} lanes, '{reference}' names lane {last}.", $"Lanes count from 0 to {count - 1}.", reference.Origin);
                continue;
            }

            for (int lane = first < 0 ? 0 : first; lane <= (first < 0 ? count - 1 : last); lane++)
            {
                channels.Add((draft, index, lane));
            }
        }

        return channels;
    }

    private List<(ComponentDraft Component, int Bundle, int Lane)> Lanes(ElementReference reference, string where, BundleKind kind)
    {
        string sort = Spelling.Kebab(kind.ToString()).Replace('-', ' ');
        return [.. Channels(reference, where, sort, draft => draft.Builder.Bundles.Where(bundle => bundle.Kind == kind).Select(bundle => (bundle.Name, bundle.Count)))
            .Select(channel => (channel.Component, Position(channel.Component, channel.Element), channel.Channel))];

        int Position(ComponentDraft draft, int element) => draft.Builder.Bundles.FindIndex(bundle => bundle.Kind == kind && element-- == 0);
    }

    // Zero-dispersion wavelength at the end of its range (1300 to 1324 nm, formula R8) that is worse for this wavelength.
    private static double DispersionRollOffDb(FarEndDescription end, double wavelengthM, double nyquistHz)
    {
        double zero = wavelengthM < 1312e-9 ? 1324e-9 : 1300e-9;
        return FibreDispersion.RollOffDb(FibreDispersion.AccumulatedSPerM(wavelengthM, zero, end.FibreLength.Meters), wavelengthM, nyquistHz);
    }
}
