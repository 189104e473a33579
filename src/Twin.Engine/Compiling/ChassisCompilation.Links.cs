using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Physics.Electrical;
using Twin.Physics.Signal;
using Twin.Units;
using HopKind = Twin.Engine.Stepping.LinkModel.HopKind;
using Modulation = Twin.Contracts.Modulation;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    /// <summary>Delay of a trace in seconds for each metre: 6.3 ps/mm, mid-loss stripline (reference table of materials, M6).</summary>
    private const double TraceDelaySPerM = 6.3e-9;

    /// <summary>Delay of a fibre in seconds for each metre: group index 1.468 (reference LAT-01).</summary>
    private const double FibreDelaySPerM = 4.9e-9;

    private readonly Dictionary<LaneKey, (LaneKey To, ChannelDescription Channel, double LossDb)> _channels = [];
    private readonly Dictionary<LaneKey, LaneKey> _channelSources = [];
    private readonly Dictionary<LaneKey, (LaneKey Receiver, FarEndDescription End)> _farOfTransmitter = [];
    private readonly Dictionary<LaneKey, (LaneKey Transmitter, FarEndDescription End)> _farOfReceiver = [];
    private readonly Dictionary<(EqualizerKind, double), LinearEqualizer> _equalizers = [];
    private readonly List<LinkModel.Hop> _hops = [];
    private readonly List<(LaneKey Lane, int Result)> _farResults = [];

    private readonly record struct LaneKey(int Component, int Bundle, int Lane);

    private LinkModel CompileLinks()
    {
        for (int i = 0; i < description.Channels.Count; i++)
        {
            AddChannel(description.Channels[i], $"channels[{i}]");
        }

        foreach ((FarEndDescription end, var transmitter, var receiver) in _farLanes)
        {
            var from = new LaneKey(transmitter.Component.Index, transmitter.Bundle, transmitter.Lane);
            var to = new LaneKey(receiver.Component.Index, receiver.Bundle, receiver.Lane);
            _farOfTransmitter[from] = (to, end);
            _farOfReceiver[to] = (from, end);
        }

        var ports = new List<LinkModel.Port>();
        var chains = new List<LinkModel.Chain>();
        var used = new HashSet<LaneKey>();
        for (int group = 0; group < description.Ports.Count; group++)
        {
            AddPorts(group, ports, chains, used);
        }

        return new LinkModel { Ports = [.. ports], Hops = [.. _hops], Chains = [.. chains] };
    }

    private void AddChannel(ChannelDescription channel, string where)
    {
        var from = Lanes(channel.From, where + ".from", BundleKind.ElectricalTransmitter);
        var to = Lanes(channel.To, where + ".to", BundleKind.ElectricalReceiver);
        if (from.Count != to.Count)
        {
            _problems.Add("TW0541", where, $"'{channel.From}' has {from.Count} lanes, '{channel.To}' {to.Count}.", "There must be as many.", channel.Origin);
            return;
        }

        for (int i = 0; i < from.Count; i++)
        {
            BundleDraft transmitter = from[i].Component.Builder.Bundles[from[i].Bundle];
            BundleDraft receiver = to[i].Component.Builder.Bundles[to[i].Bundle];
            if (transmitter.Format.SymbolRate != receiver.Format.SymbolRate || transmitter.Format.Modulation != receiver.Format.Modulation)
            {
                _problems.Add("TW0542", where, $"'{from[i].Component.Description.Name}.{transmitter.Name}' sends {transmitter.Format.SymbolRate} {transmitter.Format.Modulation}, '{to[i].Component.Description.Name}.{receiver.Name}' receives {receiver.Format.SymbolRate} {receiver.Format.Modulation}.", "Give both the same symbol rate and modulation.", channel.Origin);
                return;
            }

            // From the nearest to the farthest lane: the middle lanes of a row are the short ones.
            double place = from.Count == 1 ? 0 : Math.Abs((2.0 * i / (from.Count - 1)) - 1);
            double loss = Math.Max(0, channel.NyquistLoss.Db + (channel.LossSpread.Db * ((2 * place) - 1)));
            var key = new LaneKey(from[i].Component.Index, from[i].Bundle, from[i].Lane);
            var target = new LaneKey(to[i].Component.Index, to[i].Bundle, to[i].Lane);
            if (!_channels.TryAdd(key, (target, channel, loss)) || !_channelSources.TryAdd(target, key))
            {
                _problems.Add("TW0543", where, $"Lane {from[i].Lane} of '{from[i].Component.Description.Name}.{transmitter.Name}' or what it leads to has two channels.", null, channel.Origin);
                return;
            }
        }
    }

    private void AddPorts(int group, List<LinkModel.Port> ports, List<LinkModel.Chain> chains, HashSet<LaneKey> used)
    {
        PortGroupDescription text = description.Ports[group];
        string where = $"ports.{text.Name}";
        var transmitters = Lanes(text.Transmitters, where + ".transmitters", BundleKind.ElectricalTransmitter);
        var receivers = Lanes(text.Receivers, where + ".receivers", BundleKind.ElectricalReceiver);
        int wanted = text.Count * text.LanesPerPort;
        if (text.LanesPerPort > LinkModel.MaximumLanes)
        {
            _problems.Add("TW0544", where, $"A port of {text.LanesPerPort} lanes is too wide.", $"It may have {LinkModel.MaximumLanes}.", text.Origin);
            return;
        }

        if (transmitters.Count != wanted || receivers.Count != wanted)
        {
            _problems.Add("TW0544", where, $"{text.Count} ports of {text.LanesPerPort} lanes need {wanted} lanes; '{text.Transmitters}' has {transmitters.Count}, '{text.Receivers}' {receivers.Count}.", null, text.Origin);
            return;
        }

        for (int port = 0; port < text.Count; port++)
        {
            string path = $"{Instance}/{ElementName.Numbered(text.Name, port, text.Count)}";
            int words = Allocate($"port/{path}", LinkModel.PortWords);
            _words[words + LinkModel.PortEnabled] = text.Enabled ? 1 : 0;
            int first = chains.Count;
            double latency = 0;
            for (int direction = 0; direction < 2; direction++)
            {
                for (int lane = 0; lane < text.LanesPerPort; lane++)
                {
                    int index = (port * text.LanesPerPort) + lane;
                    var source = direction == 0 ? transmitters[index] : receivers[index];
                    var key = new LaneKey(source.Component.Index, source.Bundle, source.Lane);
                    if (!used.Add(key))
                    {
                        _problems.Add("TW0545", where, $"Lane {source.Lane} of '{source.Component.Description.Name}' belongs to two ports.", null, text.Origin);
                        return;
                    }

                    LinkModel.Chain? chain = direction == 0 ? ChainOut(key, where, $"{path}/{lane}/out", out latency) : ChainIn(key, where, $"{path}/{lane}/in");
                    if (chain is null)
                    {
                        return;
                    }

                    chains.Add(chain);
                }
            }

            var receiver = (ElectricalReceiverOptions)receivers[port * text.LanesPerPort].Component.Builder.Bundles[receivers[port * text.LanesPerPort].Bundle].Options;
            double propagation = Math.Min(0.99, SymbolBurst.FullTapPropagation * receiver.FeedbackTap);
            int interleaved = (int)Math.Clamp(text.Rate.Si / 200e9, 1, 8);
            int stateEvent = AddEvent($"{path}/state-changed", -1, AlarmSeverity.Warning, "Port state {0} (0 down, 1 degraded, 2 up); worst margin {1:0.00} dB.");
            int downAlarm = AddEvent($"{path}/down", -1, AlarmSeverity.Critical, "Configured up, but its codewords cannot be decoded; worst margin {0:0.0} dB on lane {1}. See its limiting lane and term.", isAlarm: true);
            ports.Add(new LinkModel.Port(
                group, first, first + text.LanesPerPort, text.LanesPerPort, text.Rate.Si,
                text.ErrorCorrection == ErrorCorrection.Kp4 ? ReedSolomonCode.Kp4 : ReedSolomonCode.Kr4,
                propagation > 0 ? SymbolBurst.DecisionFeedback(propagation, 5, receiver.Precoding, interleaved) : SymbolBurst.None, words, stateEvent, downAlarm));
            int state = AddPortSignals(path, words);
            _ports.Add(new PortInfo(_ports.Count, path, text.Name, group, text.Rate, text.LanesPerPort, state, Duration.FromSeconds(latency)));
        }
    }

    private LinkModel.Chain? ChainOut(LaneKey start, string where, string name, out double latency)
    {
        var trace = new ChainTrace(this);
        latency = 0;
        LaneKey lane = start;
        trace.Start(lane);
        while (true)
        {
            if (Bundle(lane).Kind == BundleKind.OpticalTransmitter)
            {
                if (!_farOfTransmitter.TryGetValue(lane, out var far))
                {
                    return Broken(where, lane, "leads to no far end", "Add it to the transmitters of a far end.");
                }

                trace.FarReceiver(far.End, lane);
                latency += far.End.FibreLength.Meters * FibreDelaySPerM;
                LinkModel.Chain chain = trace.Finish(name);
                _farResults.Add((lane, chain.Result));
                return chain;
            }

            if (!_channels.TryGetValue(lane, out var channel))
            {
                return Broken(where, lane, "leads nowhere", "Add it to a channel.");
            }

            trace.Channel(channel.Channel, channel.LossDb);
            latency += channel.Channel.Length.Meters * TraceDelaySPerM;
            if (!trace.Receive(channel.To, out LaneKey next, out double delay))
            {
                return trace.Finish(name);
            }

            latency += delay;
            lane = next;
        }
    }

    // Followed backwards from the port's receiver to the panel, then built forwards.
    private LinkModel.Chain? ChainIn(LaneKey finish, string where, string name)
    {
        var way = new Stack<LaneKey>();
        LaneKey lane = finish;
        var trace = new ChainTrace(this);
        while (true)
        {
            way.Push(lane);
            BundleDraft bundle = Bundle(lane);
            if (bundle.Kind == BundleKind.OpticalReceiver)
            {
                if (!_farOfReceiver.TryGetValue(lane, out var far))
                {
                    return Broken(where, lane, "comes from no far end", "Add it to the receivers of a far end.");
                }

                trace.FarTransmitter(far.End, far.Transmitter);
                break;
            }

            if (!_channelSources.TryGetValue(lane, out LaneKey transmitter))
            {
                return Broken(where, lane, "comes from nowhere", "Add it to a channel.");
            }

            way.Push(transmitter);
            int from = Bundle(transmitter).ForwardFrom;
            if (from < 0)
            {
                way.Pop();
                trace.Start(transmitter);
                trace.Channel(_channels[transmitter].Channel, _channels[transmitter].LossDb);
                break;
            }

            lane = transmitter with { Bundle = from };
        }

        while (way.Count > 0)
        {
            if (!trace.Receive(way.Pop(), out LaneKey next, out _) || way.Count == 0)
            {
                break;
            }

            way.Pop();
            trace.Channel(_channels[next].Channel, _channels[next].LossDb);
        }

        return trace.Finish(name);
    }

    private LinkModel.Chain? Broken(string where, LaneKey lane, string problem, string hint)
    {
        ComponentDraft draft = _components[lane.Component];
        _problems.Add("TW0546", where, $"Lane {lane.Lane} of '{draft.Description.Name}.{Bundle(lane).Name}' {problem}.", hint, draft.Description.Origin);
        return null;
    }

    private BundleDraft Bundle(LaneKey lane) => _components[lane.Component].Builder.Bundles[lane.Bundle];

    private LinearEqualizer Equalizer(Equalizer equalizer, double rootShare)
    {
        var key = (equalizer == Contracts.Equalizer.Linear ? EqualizerKind.MinimumErrorLinear : EqualizerKind.MinimumErrorDecisionFeedback, rootShare);
        if (!_equalizers.TryGetValue(key, out LinearEqualizer? table))
        {
            table = new LinearEqualizer(key.Item1, key.Item2);
            _equalizers[key] = table;
        }

        return table;
    }

    /// <summary>Follows one direction of one lane. Hops are kept back until the receiver that decides is known: its equaliser belongs to all of them.</summary>
    private sealed class ChainTrace(ChassisCompilation owner)
    {
        private const double DefaultRootShare = 0.6;

        private readonly int _first = owner._hops.Count;
        private readonly List<Func<LinearEqualizer, double, LinkModel.Hop>> _segment = [];
        private readonly List<int> _components = [];
        private readonly List<(int, int)> _lanes = [];
        private double _rootShare = DefaultRootShare;
        private bool _isOptical;

        public void Start(LaneKey lane) => Transmitter(lane, HopKind.ElectricalTransmitter);

        public void Channel(ChannelDescription channel, double lossDb)
        {
            _rootShare = Math.Round(channel.SkinEffectShare, 2);
            _segment.Add((equalizer, _) => Hop(HopKind.Channel, equalizer, -1, 0, lossDb, channel.CrosstalkRatio));
        }

        /// <summary>Comes to a receiver. True when the lane goes on, from <paramref name="next"/>.</summary>
        public bool Receive(LaneKey lane, out LaneKey next, out double latency)
        {
            BundleDraft bundle = Enter(lane);
            int word = Output(lane, bundle);
            latency = bundle.Latency.Seconds;
            next = lane with { Bundle = bundle.ForwardTo };
            double noiseBandwidth;
            if (bundle.Kind == BundleKind.ElectricalReceiver)
            {
                var options = (ElectricalReceiverOptions)bundle.Options;
                double rollOff = RollOff(bundle, options.Bandwidth.Hertz);
                noiseBandwidth = options.Bandwidth.Hertz;
                _segment.Add((equalizer, _) => Hop(HopKind.ElectricalInput, equalizer, word + (LaneLayout.ElectricalNoise * bundle.Count), bundle.Count, rollOff));
                if (bundle.ForwardTo < 0 || bundle.Relay == Relay.Retimed)
                {
                    End(bundle, word, Arrivals(lane, bundle), options.Equalizer, options.ImplementationLoss.Db, noiseBandwidth);
                }
            }
            else
            {
                var options = (OpticalReceiverOptions)bundle.Options;
                double nyquist = bundle.Format.SymbolRate.Si / 2;
                noiseBandwidth = options.Bandwidth.Hertz;
                _segment.Add((equalizer, _) => Hop(HopKind.OpticalReceiver, equalizer, word, bundle.Count, nyquist));
                if (bundle.ForwardTo < 0 || bundle.Relay == Relay.Retimed)
                {
                    End(bundle, word, Arrivals(lane, bundle), options.Equalizer, options.ImplementationLoss.Db, noiseBandwidth);
                }
            }

            if (bundle.ForwardTo < 0)
            {
                return false;
            }

            if (bundle.Relay == Relay.Retimed)
            {
                Start(next);
            }
            else
            {
                Transmitter(next, HopKind.ElectricalDriver);
            }

            return true;
        }

        public void FarReceiver(FarEndDescription end, LaneKey lane)
        {
            BundleDraft bundle = owner.Bundle(lane);
            var options = (OpticalTransmitterOptions)bundle.Options;
            double nyquist = bundle.Format.SymbolRate.Si / 2;
            double dispersion = DispersionRollOffDb(end, options.Wavelength.Meters, nyquist);
            double bandwidth = end.ReceiveBandwidth.Hertz;
            double noise = end.ReceiveNoise.Si * Math.Sqrt(bandwidth);
            _segment.Add((equalizer, _) => Hop(HopKind.Fibre, equalizer, -1, 0, end.Loss.Db, dispersion));
            _segment.Add((equalizer, _) => Hop(
                HopKind.OpticalReceiver, equalizer, -1, 0, nyquist, end.ReceiveResponsivity.Si, noise, LinearEqualizer.BandwidthLossDb(nyquist, bandwidth), bandwidth));
            End(bundle, -1, -1, Contracts.Equalizer.Linear, end.ReceiveImplementationLoss.Db, bandwidth);
        }

        public void FarTransmitter(FarEndDescription end, LaneKey own)
        {
            BundleDraft bundle = owner.Bundle(own);
            var options = (OpticalTransmitterOptions)bundle.Options;
            double nyquist = bundle.Format.SymbolRate.Si / 2;
            double dispersion = DispersionRollOffDb(end, options.Wavelength.Meters, nyquist);
            _isOptical = true;
            if (end.Partner == Partner.Loopback)
            {
                int word = owner._components[own.Component].Output(bundle.Output) + own.Lane;
                _segment.Add((equalizer, noiseBandwidth) => Hop(HopKind.OpticalTransmitter, equalizer, word, bundle.Count, nyquist, noiseBandwidth));
            }
            else
            {
                double rollOff = LinearEqualizer.BandwidthLossDb(nyquist, end.TransmitBandwidth.Hertz);
                _segment.Add((equalizer, noiseBandwidth) => Hop(
                    HopKind.PartnerTransmitter, equalizer, -1, 0, end.TransmitOma.Watts, end.TransmitExtinction.PowerRatio, end.TransmitRin.PerHertz, rollOff, noiseBandwidth));
            }

            _segment.Add((equalizer, _) => Hop(HopKind.Fibre, equalizer, -1, 0, end.Loss.Db, dispersion));
        }

        public LinkModel.Chain Finish(string lane) => new(
            _first, owner._hops.Count - _first, [.. _components.Distinct()], [.. _lanes], owner.Allocate("lane/" + lane, LinkModel.ResultWords));

        private void Transmitter(LaneKey lane, HopKind electrical)
        {
            BundleDraft bundle = Enter(lane);
            if (bundle.Kind == BundleKind.OpticalTransmitter)
            {
                OpticalTransmitter(lane, bundle);
                return;
            }

            var options = (ElectricalTransmitterOptions)bundle.Options;
            int word = Output(lane, bundle);
            double rollOff = RollOff(bundle, options.Bandwidth.Hertz);
            _segment.Add((equalizer, _) => Hop(electrical, equalizer, word, bundle.Count, rollOff, options.LevelMismatch));
        }

        private void OpticalTransmitter(LaneKey lane, BundleDraft bundle)
        {
            int word = Output(lane, bundle);
            double nyquist = bundle.Format.SymbolRate.Si / 2;
            _isOptical = true;
            _segment.Add((equalizer, noiseBandwidth) => Hop(HopKind.OpticalTransmitter, equalizer, word, bundle.Count, nyquist, noiseBandwidth));
        }

        private void End(BundleDraft bundle, int word, int arrivals, Equalizer kind, double implementationLossDb, double noiseBandwidth)
        {
            LinearEqualizer equalizer = owner.Equalizer(kind, _rootShare);
            foreach (Func<LinearEqualizer, double, LinkModel.Hop> hop in _segment)
            {
                owner._hops.Add(hop(equalizer, noiseBandwidth));
            }

            // The penalty is on amplitude: half of it in the decibels of the link kernel where the signal is a voltage.
            MarginReference reference = _isOptical ? MarginReference.Optical : MarginReference.Electrical;
            double penalty = _isOptical ? implementationLossDb : implementationLossDb / 2;
            owner._hops.Add(Hop(HopKind.End, equalizer, word, bundle.Count, penalty) with
            {
                Arrivals = arrivals,
                Modulation = bundle.Format.Modulation == Modulation.Pam4 ? Physics.Signal.Modulation.Pam4 : Physics.Signal.Modulation.Nrz,
                Target = new BitErrorTarget(bundle.Format.TargetBitErrorRatio),
                Reference = reference,
            });
            _segment.Clear();
            _isOptical = false;
            _rootShare = DefaultRootShare;
        }

        private BundleDraft Enter(LaneKey lane)
        {
            BundleDraft bundle = owner.Bundle(lane);
            _components.Add(lane.Component);
            _lanes.Add((owner._components[lane.Component].Input(bundle.Input) + (LaneLayout.Up * bundle.Count) + lane.Lane, bundle.Count));
            return bundle;
        }

        private int Output(LaneKey lane, BundleDraft bundle) => owner._components[lane.Component].Output(bundle.Output) + lane.Lane;

        private int Arrivals(LaneKey lane, BundleDraft bundle) =>
            bundle.Arrivals < 0 ? -1 : owner._components[lane.Component].Input(bundle.Arrivals) + lane.Lane;

        private static double RollOff(BundleDraft bundle, double bandwidthHz) => LinearEqualizer.BandwidthLossDb(bundle.Format.SymbolRate.Si / 2, bandwidthHz);

        private static LinkModel.Hop Hop(
            HopKind kind, LinearEqualizer equalizer, int word, int stride, double a = 0, double b = 0, double c = 0, double d = 0, double e = 0) =>
            new(kind, word, stride, a, b, c, d, e, -1, equalizer, default, default, default);
    }
}
