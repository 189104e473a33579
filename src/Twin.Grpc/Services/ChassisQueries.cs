using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;

namespace Twin.Grpc.Services;

/// <summary>Answers what the chassis is made of.</summary>
internal sealed class ChassisQueries(ITwin twin, Structures structures) : V1.ChassisService.ChassisServiceBase
{
    /// <inheritdoc/>
    public override Task<V1.GetChassisResponse> GetChassis(V1.GetChassisRequest request, ServerCallContext context)
    {
        CompiledChassis chassis = structures.Now.Lookup.Chassis;
        var response = new V1.GetChassisResponse
        {
            Model = chassis.Model,
            Title = chassis.Title,
            Instance = chassis.Instance,
            DictionaryVersion = chassis.DictionaryVersion,
            SignalCount = (uint)chassis.Signals.Count,
            KnobCount = (uint)(chassis.Parameters.Count + chassis.Actuators.Count + chassis.Faults.Count),
            PortCount = (uint)chassis.Ports.Count,
        };
        response.Components.AddRange(chassis.Components.Select(component => Describe.Component(component, Describe.Quarantine(twin.Quarantines, component.Path))));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListSignalsResponse> ListSignals(V1.ListSignalsRequest request, ServerCallContext context)
    {
        ChassisLookup lookup = structures.Now.Lookup;
        CompiledChassis chassis = lookup.Chassis;
        IEnumerable<int> ids = lookup.Filter(lookup.Signals, chassis.Signals.Count, request.Globs);
        if (request.Components.Count > 0)
        {
            ChassisLookup.ComponentSet components = lookup.FindComponents(request.Components);
            ids = ids.Where(id => components.Contains(chassis.Signals[id].Component));
        }

        if (request.Kinds.Count > 0)
            ids = ids.Where(id => request.Kinds.Contains(Describe.Kind(chassis.Signals[id].Kind)));
        int[] matching = [.. ids];
        Range page = Paging.Find(request.Page, matching.Length, lookup.ListVersion, out string next);
        var response = new V1.ListSignalsResponse
        {
            NextPageToken = next,
            Total = (uint)matching.Length,
            DictionaryVersion = chassis.DictionaryVersion,
        };
        foreach (int id in matching.AsSpan(page))
            response.Signals.Add(Describe.Signal(chassis.Signals[id], lookup));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListKnobsResponse> ListKnobs(V1.ListKnobsRequest request, ServerCallContext context)
    {
        Structure structure = structures.Now;
        ChassisLookup lookup = structure.Lookup;
        CompiledChassis chassis = lookup.Chassis;
        (V1.KnobKind Kind, KnobInfo Info)[] all =
        [
            .. chassis.Parameters.Select(knob => (V1.KnobKind.Parameter, knob)),
            .. chassis.Actuators.Select(knob => (V1.KnobKind.Actuator, knob)),
            .. chassis.Faults.Select(knob => (V1.KnobKind.Fault, knob)),
        ];
        var paths = new NamedPaths("knob", chassis.Instance, all.Select(knob => knob.Info.Path));
        IEnumerable<int> positions = lookup.Filter(paths, all.Length, request.Globs);
        if (request.Components.Count > 0)
        {
            ChassisLookup.ComponentSet components = lookup.FindComponents(request.Components);
            positions = positions.Where(position => components.Contains(all[position].Info.Component));
        }

        if (request.Kinds.Count > 0)
            positions = positions.Where(position => request.Kinds.Contains(all[position].Kind));
        int[] matching = [.. positions];
        Range page = Paging.Find(request.Page, matching.Length, lookup.ListVersion, out string next);
        var response = new V1.ListKnobsResponse { NextPageToken = next, Total = (uint)matching.Length };
        int[] shown = matching[page];
        double[]? values = Read(structure, [.. shown.Select(position => all[position].Info.Word)], out V1.Position? now);
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
        Structure structure = structures.Now;
        ChassisLookup lookup = structure.Lookup;
        CompiledChassis chassis = lookup.Chassis;
        int[] matching = lookup.Filter(lookup.Ports, chassis.Ports.Count, request.Globs);
        double[]? states = Read(structure, [.. matching.Select(port => chassis.Signals[chassis.Ports[port].StateSignal].Word)], out V1.Position? now);
        var response = new V1.ListPortsResponse { Position = now };
        for (int i = 0; i < matching.Length; i++)
        {
            V1.Port port = Describe.Port(chassis.Ports[matching[i]]);
            if (states is not null)
                port.State = Describe.State(states[i]);
            response.Ports.Add(port);
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListEventKindsResponse> ListEventKinds(V1.ListEventKindsRequest request, ServerCallContext context)
    {
        ChassisLookup lookup = structures.Now.Lookup;
        EventTable events = lookup.Events;
        var response = new V1.ListEventKindsResponse();
        foreach (int kind in lookup.Filter(events.Paths, events.Kinds.Count, request.Globs))
            response.Kinds.Add(Describe.EventKind(events.Kinds[kind], events));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.ListWorkloadsResponse> ListWorkloads(V1.ListWorkloadsRequest request, ServerCallContext context)
    {
        var response = new V1.ListWorkloadsResponse { Current = twin.Pacing.Workload };
        response.Workloads.AddRange(structures.Now.Lookup.WorkloadNames.Select(name => new V1.Workload { Name = name }));
        return Task.FromResult(response);
    }

    private static double[]? Read(Structure structure, int[] words, out V1.Position? position)
    {
        var values = new double[words.Length];
        bool isThere = structure.Frames.TryReadLatest(words, values, out FrameHeader header);
        position = isThere ? Describe.Position(header) : null;
        return isThere ? values : null;
    }
}
