using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;

namespace Twin.Grpc.Services;

/// <summary>Answers what the chassis is made of.</summary>
internal sealed class ChassisQueries(ITwin twin, ChassisLookup lookup) : V1.ChassisService.ChassisServiceBase
{
    private readonly CompiledChassis _chassis = lookup.Chassis;

    /// <inheritdoc/>
    public override Task<V1.GetChassisResponse> GetChassis(V1.GetChassisRequest request, ServerCallContext context)
    {
        var response = new V1.GetChassisResponse
        {
            Model = _chassis.Model,
            Title = _chassis.Title,
            Instance = _chassis.Instance,
            DictionaryVersion = _chassis.DictionaryVersion,
            SignalCount = (uint)_chassis.Signals.Count,
            KnobCount = (uint)(_chassis.Parameters.Count + _chassis.Actuators.Count + _chassis.Faults.Count),
            PortCount = (uint)_chassis.Ports.Count,
        };
        response.Components.AddRange(_chassis.Components.Select(Describe.Component));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListSignalsResponse> ListSignals(V1.ListSignalsRequest request, ServerCallContext context)
    {
        IEnumerable<int> ids = lookup.Filter(lookup.Signals, _chassis.Signals.Count, request.Globs);
        if (request.Components.Count > 0)
        {
            ChassisLookup.ComponentSet components = lookup.FindComponents(request.Components);
            ids = ids.Where(id => components.Contains(_chassis.Signals[id].Component));
        }

        if (request.Kinds.Count > 0)
            ids = ids.Where(id => request.Kinds.Contains(Describe.Kind(_chassis.Signals[id].Kind)));
        int[] matching = [.. ids];
        Range page = Paging.Find(request.Page, matching.Length, _chassis.DictionaryVersion, out string next);
        var response = new V1.ListSignalsResponse
        {
            NextPageToken = next,
            Total = (uint)matching.Length,
            DictionaryVersion = _chassis.DictionaryVersion,
        };
        foreach (int id in matching.AsSpan(page))
            response.Signals.Add(Describe.Signal(_chassis.Signals[id], lookup));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListKnobsResponse> ListKnobs(V1.ListKnobsRequest request, ServerCallContext context)
    {
        (V1.KnobKind Kind, KnobInfo Info)[] all =
        [
            .. _chassis.Parameters.Select(knob => (V1.KnobKind.Parameter, knob)),
            .. _chassis.Actuators.Select(knob => (V1.KnobKind.Actuator, knob)),
            .. _chassis.Faults.Select(knob => (V1.KnobKind.Fault, knob)),
        ];
        var paths = new NamedPaths("knob", _chassis.Instance, all.Select(knob => knob.Info.Path));
        IEnumerable<int> positions = lookup.Filter(paths, all.Length, request.Globs);
        if (request.Components.Count > 0)
        {
            ChassisLookup.ComponentSet components = lookup.FindComponents(request.Components);
            positions = positions.Where(position => components.Contains(all[position].Info.Component));
        }

        if (request.Kinds.Count > 0)
            positions = positions.Where(position => request.Kinds.Contains(all[position].Kind));
        int[] matching = [.. positions];
        Range page = Paging.Find(request.Page, matching.Length, _chassis.DictionaryVersion, out string next);
        var response = new V1.ListKnobsResponse { NextPageToken = next, Total = (uint)matching.Length };
        int[] shown = matching[page];
        double[]? values = Read([.. shown.Select(position => all[position].Info.Word)], out V1.Position? now);
        response.Position = now;
        for (int i = 0; i < shown.Length; i++)
        {
            V1.Knob knob = Describe.Knob(all[shown[i]].Kind, all[shown[i]].Info, lookup);
            if (values is not null)
                knob.Value = values[i];
            response.Knobs.Add(knob);
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListPortsResponse> ListPorts(V1.ListPortsRequest request, ServerCallContext context)
    {
        int[] matching = lookup.Filter(lookup.Ports, _chassis.Ports.Count, request.Globs);
        double[]? states = Read([.. matching.Select(port => _chassis.Signals[_chassis.Ports[port].StateSignal].Word)], out V1.Position? now);
        var response = new V1.ListPortsResponse { Position = now };
        for (int i = 0; i < matching.Length; i++)
        {
            V1.Port port = Describe.Port(_chassis.Ports[matching[i]]);
            if (states is not null)
                port.State = Describe.State(states[i]);
            response.Ports.Add(port);
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListEventKindsResponse> ListEventKinds(V1.ListEventKindsRequest request, ServerCallContext context)
    {
        var response = new V1.ListEventKindsResponse();
        foreach (int kind in lookup.Filter(lookup.Events, _chassis.Events.Count, request.Globs))
            response.Kinds.Add(Describe.EventKind(_chassis.Events[kind], lookup));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListWorkloadsResponse> ListWorkloads(V1.ListWorkloadsRequest request, ServerCallContext context)
    {
        var response = new V1.ListWorkloadsResponse { Current = twin.Pacing.Workload };
        response.Workloads.AddRange(lookup.WorkloadNames.Select(name => new V1.Workload { Name = name }));
        return Task.FromResult(response);
    }

    private double[]? Read(int[] words, out V1.Position? position)
    {
        var values = new double[words.Length];
        bool isThere = twin.Frames.TryReadLatest(words, values, out FrameHeader header);
        position = isThere ? Describe.Position(header) : null;
        return isThere ? values : null;
    }
}
