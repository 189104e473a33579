using System.Diagnostics;
using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Physics.Electrical;
using Twin.Physics.Signal;
using Twin.Units;
using HopKind = Twin.Engine.Stepping.LinkModel.HopKind;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>Margin reported for a lane that carries nothing.</summary>
    private const double DeadMarginDb = -40;

    /// <summary>Error ratio of a lane that carries nothing.</summary>
    private const double DeadErrorRatio = 0.5;

    /// <summary>Share of codewords lost from which a port cannot stay up. The PCS gives up when 5,560 symbols of 8,192 codewords are wrong (IEEE Std 802.3, 119.2.5.3), far above; this is where a network layer would call it down.</summary>
    private const double DownCodewordErrorRatio = 1e-2;

    /// <summary>Bits of a KP4 codeword that carry payload after 256B/257B: 5140 * 256 / 257.</summary>
    private const double PayloadBitsPerCodeword = 5120;

    /// <summary>Change of a lane's symbol error ratio, relative, past which its port's codewords are computed again. The codeword error ratio goes with its 16th power: it is then right within 0.2 %.</summary>
    private const double ErrorRatioThreshold = 1e-4;

    private const int HistogramBins = 64;

    private bool[] _needsLinkCall = [];
    private int[][] _portsInPhase = [];
    private int[] _allPorts = [];

    private void InitializeLink()
    {
        _needsLinkCall = new bool[_model.Components.Length];
        _allPorts = [.. Enumerable.Range(0, _model.Links.Ports.Length)];
        int[] phases = PhasesOfPorts();
        _portsInPhase = [.. Enumerable.Range(0, _model.LinkEvery).Select(phase => _allPorts.Where(port => phases[port] == phase).ToArray())];
    }

    // Ports are spread evenly over the link period, so that no step carries all of them; but those that pass through one component with a
    // receiver model of its own share a step, so that it is called once in a period, after all of its lanes.
    private int[] PhasesOfPorts()
    {
        LinkModel links = _model.Links;
        int[] phases = [.. _allPorts.Select(port => port % _model.LinkEvery)];
        int[] ofComponent = new int[_model.Components.Length];
        Array.Fill(ofComponent, int.MaxValue);
        bool hasMoved = true;
        while (hasMoved)
        {
            hasMoved = false;
            foreach (int p in _allPorts)
            {
                LinkModel.Port port = links.Ports[p];
                foreach (int component in links.Chains.AsSpan(port.FirstOut, 2 * port.Lanes).ToArray().SelectMany(chain => chain.Components).Distinct())
                {
                    if (_model.Components[component].Link is not null && phases[p] != ofComponent[component])
                    {
                        phases[p] = ofComponent[component] = Math.Min(phases[p], ofComponent[component]);
                        hasMoved = true;
                    }
                }
            }
        }

        return phases;
    }

    private void StepLink(int phase, bool isSettling)
    {
        LinkModel links = _model.Links;
        int[] ports = isSettling ? _allPorts : _portsInPhase[phase];
        Array.Clear(_needsLinkCall);
        foreach (int p in ports)
        {
            LinkModel.Port port = links.Ports[p];
            for (int lane = 0; lane < port.Lanes; lane++)
            {
                Follow(links.Chains[port.FirstOut + lane], port);
                Follow(links.Chains[port.FirstIn + lane], port);
            }
        }

        CallLinkBehaviors(isSettling);
        foreach (int p in ports)
        {
            JudgePort(links.Ports[p], isSettling);
        }
    }

    private void Follow(LinkModel.Chain chain, LinkModel.Port port)
    {
        bool isUp = _words[port.Words + LinkModel.PortEnabled] > 0;
        foreach (int component in chain.Components)
        {
            isUp &= (Presence)(int)_words[_model.Components[component].Words + ComponentWords.Presence] == Presence.Present;
            _needsLinkCall[component] |= _model.Components[component].Link is not null;
        }

        double utilization = isUp ? _words[port.Words + LinkModel.PortUtilization] : 0;
        foreach ((int up, int stride) in chain.LaneWords)
        {
            _words[up] = isUp ? 1 : 0;
            _words[up + stride] = utilization;
        }

        double worst = double.PositiveInfinity;
        LinkTerm term = default;
        LaneSignal signal = default;
        LinkModel.Hop[] hops = _model.Links.Hops;
        for (int h = chain.FirstHop; h < chain.FirstHop + chain.HopCount; h++)
        {
            LinkModel.Hop hop = hops[h];
            if (hop.Kind != HopKind.End)
            {
                Pass(hop, ref signal);
                continue;
            }

            if (hop.A != 0)
            {
                LaneLink.AddFibre(ref signal, 0, penaltyDb: hop.A);
            }

            if (hop.Arrivals >= 0)
            {
                ShowArrival(hop, in signal);
            }

            BitErrorTarget target = hop.Target;
            LaneMargin margin = LaneLink.Terminate(in signal, hop.Modulation, in target, hop.Reference);
            bool isDead = !isUp || margin.EyeFactor <= 2 * LaneLink.SmallestEyeFactor;
            double marginDb = isDead ? DeadMarginDb : margin.MarginDb;
            double errorRatio = isDead ? DeadErrorRatio : margin.BitErrorRatio;
            if (hop.Word >= 0)
            {
                _words[hop.Word + (LaneLayout.VerdictErrorRatio * hop.Stride)] = errorRatio;
                _words[hop.Word + (LaneLayout.VerdictMargin * hop.Stride)] = marginDb;
                _words[hop.Word + (LaneLayout.VerdictSnr * hop.Stride)] = isDead ? 0 : margin.SignalToNoiseDb;
            }
            else
            {
                _words[chain.Result + LinkModel.ResultErrorRatio] = errorRatio;
                _words[chain.Result + LinkModel.ResultMargin] = marginDb;
            }

            if (marginDb < worst)
            {
                worst = marginDb;
                term = LaneLink.LimitingTerm(in signal, hop.Modulation);
            }

            // What goes on from here is sent anew.
            signal = default;
        }

        _words[chain.Result + LinkModel.ResultTerm] = (int)term;
    }

    private void ShowArrival(LinkModel.Hop hop, in LaneSignal signal)
    {
        double level = signal.LowLevelRatio + 0.5;
        double variance = signal.TransmitterVariance + signal.CrosstalkVariance + signal.ReceiverVariance
            + (level * (signal.ShotVariance + (level * signal.IntensityVariance)));
        _words[hop.Arrivals + (LaneLayout.ArrivalAmplitude * hop.Stride)] = signal.OuterAmplitude;
        _words[hop.Arrivals + (LaneLayout.ArrivalNoise * hop.Stride)] = signal.OuterAmplitude * Math.Sqrt(variance);
        _words[hop.Arrivals + (LaneLayout.ArrivalLoss * hop.Stride)] = signal.NyquistLossDb;
        _words[hop.Arrivals + (LaneLayout.ArrivalJitter * hop.Stride)] = signal.JitterUiRms;
    }

    private void Pass(LinkModel.Hop hop, ref LaneSignal signal)
    {
        LinearEqualizer equalizer = hop.Equalizer;
        switch (hop.Kind)
        {
            case HopKind.ElectricalTransmitter:
                signal = LaneLink.Transmit(
                    _words[hop.Word + (LaneLayout.ElectricalSwing * hop.Stride)],
                    NoiseVariance(_words[hop.Word + (LaneLayout.ElectricalSnr * hop.Stride)]),
                    _words[hop.Word + (LaneLayout.ElectricalJitter * hop.Stride)], hop.B, hop.A);
                break;
            case HopKind.Channel:
                LaneLink.AddElectricalChannel(ref signal, equalizer, hop.A, hop.B);
                break;
            case HopKind.ElectricalInput:
                LaneLink.AddElectricalReceiver(ref signal, equalizer, _words[hop.Word], hop.A);
                break;
            case HopKind.OpticalTransmitter:
                Modulate(hop, ref signal);
                break;
            case HopKind.PartnerTransmitter:
                signal = LaneLink.Transmit(1, 0, 0);
                LaneLink.AddModulator(ref signal, equalizer, hop.A, hop.B, hop.C, hop.E, hop.D);
                break;
            case HopKind.Fibre:
                LaneLink.AddFibre(ref signal, hop.A, hop.B);
                break;
            case HopKind.OpticalReceiver:
                Detect(hop, ref signal);
                break;
            case HopKind.ElectricalDriver:
                Drive(hop, ref signal);
                break;
        }
    }

    // The contract refers noise to the outer amplitude, COM's SNR_TX to half of it: 20 log10(2) apart.
    private static double NoiseVariance(double signalToNoiseDb) => LaneLink.TransmitterNoiseVariance(signalToNoiseDb - 6.0205999132796242);

    private void Modulate(LinkModel.Hop hop, ref LaneSignal signal)
    {
        double power = _words[hop.Word + (LaneLayout.OpticalPower * hop.Stride)];
        double oma = _words[hop.Word + (LaneLayout.OpticalOma * hop.Stride)];

        // Average power and outer amplitude say the extinction ratio (formula M1): low level = P - OMA/2.
        double low = power - (oma / 2);
        double extinction = low > 0 ? (power + (oma / 2)) / low : double.PositiveInfinity;

        // Only where the light is the start of a segment: a silent driver in front of a modulator must not pass for a clean one.
        if (signal.PenaltyFactor <= 0)
        {
            signal = LaneLink.Transmit(1, 0, 0);
        }

        LaneLink.AddModulator(
            ref signal, hop.Equalizer, Math.Max(oma, 0), Math.Max(extinction, 1 + 1e-9), _words[hop.Word + (LaneLayout.OpticalRin * hop.Stride)], hop.B,
            LinearEqualizer.BandwidthLossDb(hop.A, _words[hop.Word + (LaneLayout.OpticalBandwidth * hop.Stride)]),
            _words[hop.Word + (LaneLayout.OpticalMismatch * hop.Stride)]);
    }

    private void Detect(LinkModel.Hop hop, ref LaneSignal signal)
    {
        if (hop.Word < 0)
        {
            LaneLink.AddPhotoreceiver(ref signal, hop.Equalizer, hop.B, hop.C, 0, hop.E, hop.D);
            return;
        }

        double bandwidth = _words[hop.Word + (LaneLayout.ReceiverBandwidth * hop.Stride)];
        double noise = _words[hop.Word + (LaneLayout.NoiseDensity * hop.Stride)] * Math.Sqrt(bandwidth);
        LaneLink.AddPhotoreceiver(
            ref signal, hop.Equalizer, _words[hop.Word + (LaneLayout.Responsivity * hop.Stride)], noise, 0, bandwidth, LinearEqualizer.BandwidthLossDb(hop.A, bandwidth));
    }

    // A linear driver behind a receiver: brings the amplitude to its swing and adds noise, jitter and roll-off of its own.
    private void Drive(LinkModel.Hop hop, ref LaneSignal signal)
    {
        double swing = _words[hop.Word + (LaneLayout.ElectricalSwing * hop.Stride)];
        LaneLink.Amplify(ref signal, swing, hop.A, hop.B);
        LaneLink.AddTransmitterNoise(
            ref signal, hop.Equalizer, NoiseVariance(_words[hop.Word + (LaneLayout.ElectricalSnr * hop.Stride)]));
        LaneLink.AddJitter(ref signal, _words[hop.Word + (LaneLayout.ElectricalJitter * hop.Stride)]);
    }

    private void CallLinkBehaviors(bool isSettling)
    {
        Duration elapsed = Duration.FromNanoseconds(_model.LinkEvery * _model.BaseStepNs);
        foreach (ComponentModel component in _model.Components)
        {
            if (component.Link is null || !_needsLinkCall[component.Info.Index] || Condition(component) != ComponentCondition.Ok)
            {
                continue;
            }

            Commit(component);
            long started = Stopwatch.GetTimestamp();
            Call<LinkCall>(component, elapsed, isSettling, started);
        }
    }

    private void JudgePort(LinkModel.Port port, bool isSettling)
    {
        Span<double> symbolErrors = stackalloc double[LinkModel.MaximumLanes];
        Span<double> histogram = stackalloc double[HistogramBins];
        int words = port.Words;
        bool isEnabled = _words[words + LinkModel.PortEnabled] > 0;

        double worst = double.PositiveInfinity;
        int lane = 0;
        int direction = 0;
        double term = 0;
        bool isDead = !isEnabled;
        for (int way = 0; way < 2; way++)
        {
            int first = way == 0 ? port.FirstOut : port.FirstIn;
            double errorRatio = 0;
            for (int i = 0; i < port.Lanes; i++)
            {
                LinkModel.Chain chain = _model.Links.Chains[first + i];
                Gather(chain, port.Code, out double laneErrorRatio, out double margin, out symbolErrors[i]);
                errorRatio += laneErrorRatio / port.Lanes;
                isDead |= laneErrorRatio >= DeadErrorRatio;
                if (margin < worst)
                {
                    (worst, lane, direction) = (margin, i, way);
                    term = _words[chain.Result + LinkModel.ResultTerm];
                }
            }

            // Far end: its receiver has no decision feedback, hence no bursts.
            SymbolBurst burst = way == 0 ? SymbolBurst.None : port.Burst;
            int result = words + (way == 0 ? LinkModel.PortFarCodewordErrorRatio : LinkModel.PortCodewordErrorRatio);
            if (HasErrorRatioMoved(first, symbolErrors[..port.Lanes]))
            {
                CodewordStatistics statistics = Correct(port.Code, burst, symbolErrors[..port.Lanes], histogram[..port.Code.HistogramBins]);
                _words[result] = statistics.CodewordErrorRatio;
                if (way == 1)
                {
                    _words[words + LinkModel.PortPostErrorRatio] = statistics.PostFecBitErrorRatio(errorRatio);
                }
            }

            if (way == 1)
            {
                _words[words + LinkModel.PortErrorRatio] = errorRatio;
            }
        }

        bool isDown = isDead || Math.Max(_words[words + LinkModel.PortCodewordErrorRatio], _words[words + LinkModel.PortFarCodewordErrorRatio]) > DownCodewordErrorRatio;
        PortState state = isDown ? PortState.Down : worst < 0 ? PortState.Degraded : PortState.Up;
        _words[words + LinkModel.PortMargin] = worst;
        _words[words + LinkModel.PortLimitingLane] = lane;
        _words[words + LinkModel.PortLimitingDirection] = direction;
        _words[words + LinkModel.PortLimitingTerm] = term;
        if ((PortState)(int)_words[words + LinkModel.PortState] != state)
        {
            _words[words + LinkModel.PortState] = (int)state;
            RaiseEvent(port.StateEvent, false, (int)state, worst);
        }

        WatchPort(port, isEnabled && isDown);

        if (!isSettling && !isDown)
        {
            double elapsed = _model.LinkEvery * _stepS;
            double codewords = port.RateBitPerS / PayloadBitsPerCodeword * elapsed;
            _words[words + LinkModel.PortBytes] += _words[words + LinkModel.PortUtilization] * port.RateBitPerS / 8 * elapsed;
            _words[words + LinkModel.PortCodewords] += codewords;
            _words[words + LinkModel.PortUncorrectable] += codewords * _words[words + LinkModel.PortCodewordErrorRatio];
        }
    }

    private void WatchPort(LinkModel.Port port, bool isOut)
    {
        ref double raised = ref _words[port.Words + LinkModel.PortDownRaised];
        if (isOut != raised > 0)
        {
            raised = isOut ? 1 : 0;
            RaiseEvent(port.DownAlarm, !isOut, _words[port.Words + LinkModel.PortMargin], _words[port.Words + LinkModel.PortLimitingLane]);
        }
    }

    // Segments of one lane: margins compare, symbol errors of retimed segments add up in the bits.
    private void Gather(LinkModel.Chain chain, ReedSolomonCode code, out double errorRatio, out double margin, out double symbolErrorRatio)
    {
        errorRatio = 0;
        symbolErrorRatio = 0;
        margin = double.PositiveInfinity;
        LinkModel.Hop[] hops = _model.Links.Hops;
        for (int h = chain.FirstHop; h < chain.FirstHop + chain.HopCount; h++)
        {
            LinkModel.Hop hop = hops[h];
            if (hop.Kind != HopKind.End)
            {
                continue;
            }

            bool isOwn = hop.Word >= 0;
            double segment = _words[isOwn ? hop.Word + (LaneLayout.VerdictErrorRatio * hop.Stride) : chain.Result + LinkModel.ResultErrorRatio];
            double segmentMargin = _words[isOwn ? hop.Word + (LaneLayout.VerdictMargin * hop.Stride) : chain.Result + LinkModel.ResultMargin];
            errorRatio = Math.Min(DeadErrorRatio, errorRatio + segment);
            margin = Math.Min(margin, segmentMargin);
            symbolErrorRatio = ReedSolomonCode.AddSegment(symbolErrorRatio, code.SymbolErrorRatio(Math.Clamp(segment, 0, DeadErrorRatio)));
        }
    }

    // Remembers, for each lane, the ratio of the last computation; in the state, so that a restored run computes when this one would.
    private bool HasErrorRatioMoved(int first, ReadOnlySpan<double> symbolErrors)
    {
        bool hasMoved = false;
        for (int i = 0; i < symbolErrors.Length; i++)
        {
            double last = _words[_model.Links.Chains[first + i].Result + LinkModel.ResultSymbolErrorRatio];
            hasMoved |= Math.Abs(symbolErrors[i] - last) > ErrorRatioThreshold * last;
        }

        if (hasMoved)
        {
            for (int i = 0; i < symbolErrors.Length; i++)
            {
                _words[_model.Links.Chains[first + i].Result + LinkModel.ResultSymbolErrorRatio] = symbolErrors[i];
            }
        }

        return hasMoved;
    }

    private static CodewordStatistics Correct(ReedSolomonCode code, in SymbolBurst burst, Span<double> symbolErrors, Span<double> histogram)
    {
        if (burst == SymbolBurst.None)
        {
            return code.Evaluate(symbolErrors, histogram);
        }

        // With bursts the kernel wants error events: the same mean number of wrong symbols in fewer, longer events.
        double mean = burst.MeanSymbols;
        for (int i = 0; i < symbolErrors.Length; i++)
        {
            symbolErrors[i] /= mean;
        }

        return code.Evaluate(symbolErrors, burst, histogram);
    }
}
