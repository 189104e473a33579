using Twin.Contracts;
using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

/// <content>Faces of packages that coolant flows over: joined to junctions of streams.</content>
internal sealed partial class ChassisCompilation
{
    /// <summary>A passage between two junctions of a stream that stands for a part of some channels.</summary>
    private sealed record ChannelPassage(string Stream, string From, string To, FlowResistance Resistance);

    // What the parts of a face touch: a strip of channels each its own junction, else one place.
    private PackageJoint[]? FindJoints(ThermalParts parts, string package, PackageFilmDescription film, string name, string where)
    {
        if (film.Channels is { } channels)
        {
            return AddChannels(parts, channels, $"{package}/{name}", where + ".channels", film.Origin);
        }

        ElementReference to = film.To!;
        string[] names = to.Text.Trim().Split('.');
        if (names.Length == 2 && FindStream(names[0]) is { } stream && !_components.Exists(draft => draft.Description.Name == stream.Name))
        {
            return FindJunction(parts, stream, names[1], to, where + ".to");
        }

        return TryFindPlace(parts, to, where + ".to", out PackageJoint joint) ? [joint] : null;
    }

    private PackageJoint[]? FindJunction(ThermalParts parts, StreamDescription stream, string name, ElementReference to, string where)
    {
        if (name is FirstJunction or LastJunction)
        {
            _problems.Add("TW0502", where, $"'{to}' is the world outside, which has no temperature of its own.", "Put a passage between, and name the junction behind it.", to.Origin);
            return null;
        }

        HashSet<string> known = [.. JunctionsOf(stream)];
        if (!known.Contains(name))
        {
            _problems.Add("TW0502", where, $"The stream '{stream.Name}' has no junction '{name}'.", Spelling.Hint(name, known), to.Origin);
            return null;
        }

        return [new PackageJoint(parts.Junction(Instance, stream, name, JunctionCapacity(stream)), -1)];
    }

    private PackageJoint[]? AddChannels(ThermalParts parts, PackageChannelsDescription channels, string element, string where, Origin? origin)
    {
        int before = _problems.Count;
        StreamDescription? stream = FindStream(channels.Stream);
        if (stream is null)
        {
            _problems.Add("TW0502", where + ".stream", $"There is no stream '{channels.Stream}'.", Spelling.Hint(channels.Stream, description.Streams.Select(item => item.Name)), origin);
        }

        if (channels.From == channels.To)
        {
            _problems.Add("TW0513", where, $"The channels lead from '{channels.From}' to itself.", "A passage lies between two junctions.", origin);
        }

        if (!(channels.Flow.Si > 0) || !(channels.Drop.Si > 0) || !(channels.LaminarShare is >= 0 and <= 1))
        {
            _problems.Add("TW0513", where, "The drop, the flow or the laminar share of the channels is out of range.", "Drop and flow must be greater than zero, the share 0 to 1.", origin);
        }

        if (!(channels.Capacity.JoulesPerKelvin > 0))
        {
            _problems.Add("TW0517", where + ".capacity", $"{channels.Capacity} is out of range.", "It must be greater than zero: coolant, walls and cover.", origin);
        }

        if (_problems.Count > before)
        {
            return null;
        }

        // Bands are alike and lie in parallel. In each half a strip of channel before the middle of the first strip and behind that of the last: alike both ways.
        var whole = FlowResistance.FromRatedPoint(channels.Drop, channels.Flow / channels.Bands, channels.LaminarShare);
        double capacityJPerK = channels.Capacity.JoulesPerKelvin / (channels.Bands * channels.Strips);
        var joints = new List<PackageJoint>();
        for (int band = 0; band < channels.Bands; band++)
        {
            string from = channels.From;
            for (int strip = 0; strip < channels.Strips; strip++)
            {
                string name = StripName(element, channels, band, strip);
                joints.Add(new PackageJoint(parts.Junction(Instance, stream!, name, capacityJPerK), -1));
                AddPassage(from, name, strip == 0 ? 0.5 : 1);
                from = name;
            }

            AddPassage(from, channels.To, 0.5);
        }

        return [.. joints];

        void AddPassage(string from, string to, double strips)
        {
            double share = strips / channels.Strips;
            parts.Channels.Add(new ChannelPassage(channels.Stream, from, to, new FlowResistance(share * whole.LinearPaPerM3S, share * whole.QuadraticPaPerM3S2)));
        }
    }

    /// <summary>Name of a strip of channels: of its film in the package, and of its junction.</summary>
    internal static string StripName(string name, PackageChannelsDescription channels, int band, int strip)
    {
        string own = channels.Bands == 1 ? name : ElementName.Numbered(name + "-band", band, channels.Bands);
        return channels.Strips == 1 ? own : ElementName.Numbered(own + "-strip", strip, channels.Strips);
    }

    private StreamDescription? FindStream(string name) => description.Streams.FirstOrDefault(stream => stream.Name == name);

    private IEnumerable<string> JunctionsOf(StreamDescription stream) => stream.Elements.SelectMany(row => new[] { row.From, row.To })
        .Concat(stream.Passages.SelectMany(passage => new[] { passage.From, passage.To }))
        .Concat(description.Packages.SelectMany(package => package.Top.Concat(package.Bottom)).Where(film => film.Channels?.Stream == stream.Name).SelectMany(film => new[] { film.Channels!.From, film.Channels.To }));

    private static double JunctionCapacity(StreamDescription stream) => stream.Fluid == Fluid.Air ? AirJunctionJPerK : CoolantJunctionJPerK;
}
