using System.Globalization;
using Twin.Chassis.Shapes;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Chassis;

/// <summary>Finds what is wrong between values that are each right: names twice, zones that are missing, contradictions.</summary>
/// <remarks>Works on what could be read, so that these problems stand beside those of single values.</remarks>
internal sealed class ChassisChecks(MapReading file, ProblemList problems)
{
    /// <summary>Most components of a chassis, repetitions expanded.</summary>
    public const int MostComponents = 16_384;

    // Names that are elements of paths or stand bare in references: one may not mean two things.
    private readonly Dictionary<string, (string Noun, Origin Origin)> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _components = new(StringComparer.Ordinal);
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _zones = new(StringComparer.Ordinal);

    /// <summary>Runs all checks.</summary>
    public void Run()
    {
        Names();
        Schedule();
        foreach (Reading mount in file.Items("mounts"))
            Places(mount, "from", "to");
        foreach (Reading package in file.Items("packages"))
            Package((MapReading)package.Value);
        foreach (Reading stream in file.Items("streams"))
            Stream((MapReading)stream.Value);
        foreach (Reading rail in file.Items("rails"))
            Rail((MapReading)rail.Value);
        foreach (Reading channel in file.Items("channels"))
            Channel((MapReading)channel.Value);
        foreach (Reading path in file.Items("light-paths"))
            LossZone((MapReading)path.Value);
        foreach (Reading end in file.Items("far-ends"))
            FarEnd((MapReading)end.Value);
    }

    private void Names()
    {
        int components = 0;
        foreach (Reading component in file.Items("components"))
        {
            MapReading map = (MapReading)component.Value;
            int count = map.Has("repeat") ? map.Count("repeat") : 1;
            components += count;
            if (components > MostComponents)
            {
                problems.Add(ProblemCodes.TooMany, component.Path, $"With '{component.Name}' there are {components} components.", $"A chassis has at most {MostComponents}.", component.KeyOrigin);
                break;
            }
            Claim(ComponentNames(component.Name, map), "component", component);
            _components.UnionWith(ComponentNames(component.Name, map));
        }
        if (file.Find("components") is { Value: List<Reading> { Count: 0 } } none)
            problems.Add(ProblemCodes.MissingValue, none.Path, "There is no component.", "Give one, such as 'asic0: vendor.part'.", none.Origin);
        foreach (Reading zone in file.Items("zones"))
        {
            Claim([zone.Name], "zone", zone);
            _zones.Add(zone.Name);
            _places.Add(zone.Name);
        }
        foreach (Reading package in file.Items("packages"))
        {
            Claim([package.Name], "package", package);
            _places.Add(package.Name);
        }
        foreach (Reading group in file.Items("ports"))
        {
            int count = ((MapReading)group.Value).Has("count") ? ((MapReading)group.Value).Count("count") : 0;
            Claim(Enumerable.Range(0, count).Select(i => ElementName.Numbered(group.Name, i, count)), "port", group);
        }
    }

    /// <summary>The names of a component, repetition expanded.</summary>
    public static IEnumerable<string> ComponentNames(string name, MapReading component)
    {
        if (!component.Has("repeat"))
            return [name];
        int count = component.Count("repeat");
        return Enumerable.Range(0, count).Select(i => ElementName.Numbered(name, i, count));
    }

    // One problem for each reading: whoever repeated a part under a taken name need not read about every copy.
    private void Claim(IEnumerable<string> names, string noun, Reading reading)
    {
        string? taken = null;
        foreach (string name in names)
        {
            if (!_names.TryAdd(name, (noun, reading.KeyOrigin)))
                taken ??= name;
        }
        if (taken is null)
            return;
        (string firstNoun, Origin first) = _names[taken];
        string hint = string.Create(CultureInfo.InvariantCulture, $"The first is in line {first.Line}, column {first.Column}; rename one.");
        problems.Add(ProblemCodes.DuplicateName, reading.Path, $"The {noun} '{taken}' has the name of a {firstNoun}.", hint, reading.KeyOrigin);
    }

    private void Schedule()
    {
        if (file.FindValue<MapReading>("schedule") is not { } schedule || schedule.Find("base") is not { Value: double baseS })
            return;
        Duration step = Duration.FromSi(baseS);
        foreach (string key in (string[])["link", "flow", "control"])
        {
            if (schedule.Find(key) is { Value: double periodS } period && Duration.FromSi(periodS).Nanoseconds % step.Nanoseconds != 0)
                problems.Add(ProblemCodes.Contradiction, period.Path, $"{Duration.FromSi(periodS)} is not a whole multiple of the base step, {step}.", "Give a multiple of 'base'.", period.Origin);
        }
    }

    private void Places(Reading reading, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (((MapReading)reading.Value).Find(key) is not { Value: ElementReference reference } found)
                continue;
            foreach (string part in ReferenceText.Parts(reference.Text))
            {
                if (!ReferenceText.IsBareName(part) || _places.Contains(part))
                    continue;
                string hint = _components.Contains(part)
                    ? $"'{part}' is a component: name its mount too, as in '{part}.case'."
                    : Nearest.Hint(part, _places, "zones and packages");
                problems.Add(ProblemCodes.UnknownName, found.Path, $"'{part}' is neither a zone nor a package.", hint, found.Origin);
            }
        }
    }

    private void Package(MapReading package)
    {
        foreach (Reading film in package.Items("top").Concat(package.Items("bottom")))
            Face(film);
        Cells(package);
        HashSet<string> materials = [.. MaterialLibrary.Materials.Keys.Order(StringComparer.Ordinal)];
        foreach (Reading material in package.Items("materials"))
        {
            materials.Add(material.Name);
            if (material.Name == ChassisShapes.DieItself)
                problems.Add(ProblemCodes.DuplicateName, material.Path, $"'{material.Name}' stands for the die itself.", "Rename the material.", material.KeyOrigin);
        }
        Dictionary<string, Origin> layers = new(StringComparer.Ordinal);
        foreach (Reading layer in package.Items("layers"))
        {
            MapReading map = (MapReading)layer.Value;
            if (map.Find("name") is { Value: string name } found && !layers.TryAdd(name, found.Origin))
                problems.Add(ProblemCodes.DuplicateName, found.Path, $"The layer '{name}' has the name of another one.", $"The first is in line {layers[name].Line}, column {layers[name].Column}; rename one.", found.Origin);
            LayerMaterial(map, "material", materials);
            if (map.FindValue<string>("at-dies") != ChassisShapes.DieItself)
                LayerMaterial(map, "at-dies", materials);
            if (map.FindValue<MapReading>("ring") is { } ring)
                LayerMaterial(ring, "material", materials);
            foreach (Reading patch in map.Items("patches"))
                LayerMaterial((MapReading)patch.Value, "material", materials);
        }
        if (package.Find("sources") is { Value: string sources } written && layers.Count > 0 && !layers.ContainsKey(sources))
            problems.Add(ProblemCodes.UnknownName, written.Path, $"There is no layer '{sources}'.", Nearest.Hint(sources, layers.Keys, "layers"), written.Origin);
    }

    private void Face(Reading film)
    {
        Places(film, "to");
        MapReading map = (MapReading)film.Value;
        if (map.IsWritten("to") && map.Find("channels") is { } both)
            problems.Add(ProblemCodes.Contradiction, both.Path, "'to' says already what this part of the face touches.", "Remove one of the two.", both.KeyOrigin);
        if (!map.IsWritten("to") && !map.IsWritten("channels"))
            problems.Add(ProblemCodes.MissingKey, MapShape.Join(map.Path, "to"), "Neither 'to' nor 'channels' is there.", "Give 'to', a mount, zone or junction, or 'channels', through which coolant flows.", map.Origin);
        if (map.FindValue<MapReading>("channels") is not { } channels)
            return;
        Junctions(channels);
        string[] streams = [.. file.Items("streams").Select(stream => stream.Name)];
        if (channels.Find("stream") is { Value: string stream } found && !streams.Contains(stream))
            problems.Add(ProblemCodes.UnknownName, found.Path, $"There is no stream '{stream}'.", Nearest.Hint(stream, streams, "streams"), found.Origin);
    }

    private void Cells(MapReading package)
    {
        if (package.IsWritten("grid") && package.Find("cell") is { } cell)
            problems.Add(ProblemCodes.Contradiction, cell.Path, "'grid' says already how large the cells are.", "Remove one of the two.", cell.KeyOrigin);
        if (package.IsWritten("grid") && package.Find("follow-edges") is { Value: true } following)
            problems.Add(ProblemCodes.Contradiction, following.Path, "Cells that follow edges are not alike, and 'grid' counts cells that are.", "Give 'cell', the largest edge of a cell, instead of 'grid'.", following.Origin);
        if (package.IsWritten("size") && !package.IsWritten("grid") && !package.IsWritten("cell"))
            problems.Add(ProblemCodes.MissingKey, MapShape.Join(package.Path, "grid"), "Neither 'grid' nor 'cell' is there.", "Give 'grid', the number of cells along x, or 'cell', their edge.", package.Origin);
    }

    private void LayerMaterial(MapReading map, string key, IReadOnlyCollection<string> materials)
    {
        if (map.Find(key) is { Value: string material } found && !materials.Contains(material))
            problems.Add(ProblemCodes.UnknownName, found.Path, $"There is no material '{material}'.", Nearest.Hint(material, materials, "materials"), found.Origin);
    }

    private void Stream(MapReading stream)
    {
        foreach (Reading element in stream.Items("elements"))
            Junctions((MapReading)element.Value);
        Dictionary<string, Origin> seen = new(StringComparer.Ordinal);
        foreach (Reading passage in stream.Items("passages"))
        {
            MapReading map = (MapReading)passage.Value;
            Junctions(map);
            if (map.Find("name") is { Value: string name } found && !seen.TryAdd(name, found.Origin))
                problems.Add(ProblemCodes.DuplicateName, found.Path, $"The passage '{name}' has the name of another one.", $"The first is in line {seen[name].Line}, column {seen[name].Column}; rename one.", found.Origin);
        }
    }

    private void Junctions(MapReading branch)
    {
        if (branch.FindValue<string>("from") is { } from && branch.Find("to") is { Value: string to } found && from == to)
            problems.Add(ProblemCodes.Contradiction, found.Path, $"Both ends are at junction '{to}'.", "A branch lies between two junctions.", found.Origin);
    }

    private void Rail(MapReading rail)
    {
        LossZone(rail);
        if (rail.Find("resistance") is { Value: > 0.0 } resistance && !rail.Has("loss-zone"))
            problems.Add(ProblemCodes.Contradiction, resistance.Path, "The path has a resistance, but nothing takes its heat.", "Give 'loss-zone', a zone of this chassis.", resistance.Origin);
    }

    private void LossZone(MapReading map)
    {
        if (map.Find("loss-zone") is { Value: string zone } found && !_zones.Contains(zone))
            problems.Add(ProblemCodes.UnknownName, found.Path, $"There is no zone '{zone}'.", Nearest.Hint(zone, _zones, "zones"), found.Origin);
    }

    private void Channel(MapReading channel)
    {
        if (channel.FindNumber("nyquist-loss") is { } loss && channel.Find("loss-spread") is { Value: double spread } found && spread > loss)
            problems.Add(ProblemCodes.Contradiction, found.Path, "The first lane would have less than no loss.", "Give at most 'nyquist-loss'.", found.Origin);
    }

    private void FarEnd(MapReading end)
    {
        if (end.Find("partner") is not { Value: Partner partner } || partner == Partner.Loopback)
            return;
        foreach (Key key in ChassisShapes.PartnerKeys)
        {
            if (!end.IsWritten(key.Name))
                problems.Add(ProblemCodes.MissingKey, MapShape.Join(end.Path, key.Name), $"'{key.Name}' is missing.", $"{key.Description} Give {key.Shape.Noun}.", end.Origin);
        }
    }
}
