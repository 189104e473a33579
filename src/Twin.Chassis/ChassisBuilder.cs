using Twin.Chassis.Shapes;
using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Chassis;

/// <summary>Makes the description from a file that was read without a problem.</summary>
internal static class ChassisBuilder
{
    /// <summary>Makes it.</summary>
    public static ChassisDescription Build(MapReading file)
    {
        MapReading? control = file.FindValue<MapReading>("control");
        return new()
        {
            Model = file.Get<string>("model"),
            Title = file.FindValue<string>("title") ?? string.Empty,
            Instance = file.Get<string>("instance"),
            Room = file.Quantity<Temperature>("room"),
            Altitude = file.Quantity<Length>("altitude"),
            Initial = file.Get<InitialCondition>("initial"),
            Seed = file.Get<ulong>("seed"),
            Spread = file.Get<bool>("spread"),
            Schedule = Schedule(file.FindValue<MapReading>("schedule")),
            Components = [.. file.Items("components").SelectMany(Components)],
            Zones = Each(file, "zones", Zone),
            Mounts = Each(file, "mounts", Mount),
            Packages = Each(file, "packages", Package),
            Streams = Each(file, "streams", Stream),
            Rails = Each(file, "rails", Rail),
            Channels = Each(file, "channels", Channel),
            LightPaths = Each(file, "light-paths", LightPath),
            FarEnds = Each(file, "far-ends", FarEnd),
            Ports = Each(file, "ports", PortGroup),
            Sensors = control is null ? [] : Each(control, "sensors", (_, map, origin) => new SensorBinding(Reference(map, "input"), map.Get<string>("signals"), origin)),
            Actuators = control is null ? [] : Each(control, "actuators", (_, map, origin) => new ActuatorBinding(Reference(map, "output"), Reference(map, "actuators"), origin)),
        };
    }

    private static List<T> Each<T>(MapReading map, string key, Func<string, MapReading, Origin, T> build) =>
        [.. map.Items(key).Select(item => build(item.Name, (MapReading)item.Value, item.KeyOrigin))];

    private static ElementReference Reference(MapReading map, string key) => map.Get<ElementReference>(key);

    private static ScheduleDescription Schedule(MapReading? map) => map is null
        ? ScheduleDescription.Default
        : new(map.Quantity<Duration>("base"), map.Quantity<Duration>("link"), map.Quantity<Duration>("flow"), map.Quantity<Duration>("control"));

    private static IEnumerable<ComponentDescription> Components(Reading item)
    {
        MapReading map = (MapReading)item.Value;
        MapParameter parameters = map.FindValue<MapParameter>("parameters") ?? MapParameter.Empty;
        return ChassisChecks.ComponentNames(item.Name, map)
            .Select(name => new ComponentDescription(name, map.Get<string>("kind"), parameters, map.Get<bool>("present"), item.KeyOrigin));
    }

    private static ZoneDescription Zone(string name, MapReading map, Origin origin) =>
        new(name, map.Quantity<HeatCapacity>("capacity"), map.Quantity<ThermalConductance>("surface-loss"), origin);

    private static MountDescription Mount(string name, MapReading map, Origin origin) =>
        new(Reference(map, "from"), Reference(map, "to"), map.Quantity<ThermalConductance>("conductance"), origin);

    private static PackageDescription Package(string name, MapReading map, Origin origin)
    {
        double[] size = map.Get<double[]>("size");
        Dictionary<string, MaterialDescription> own = Each(map, "materials", Material).ToDictionary(material => material.Name, StringComparer.Ordinal);
        return new()
        {
            Name = name,
            Width = Length.FromSi(size[0]),
            Height = Length.FromSi(size[1]),
            Cell = map.Has("grid") ? Length.FromSi(size[0] / map.Count("grid")) : map.Quantity<Length>("cell"),
            FollowsEdges = map.Get<bool>("follow-edges"),
            Layers = Each(map, "layers", (_, layer, at) => PackageLayer(layer, own, at)),
            Sources = map.Get<string>("sources"),
            Dies = Each(map, "dies", PlacedDie),
            Top = Each(map, "top", PackageFilm),
            Bottom = Each(map, "bottom", PackageFilm),
            Origin = origin,
        };
    }

    private static MaterialDescription Material(string name, MapReading map, Origin origin)
    {
        double[] conductivity = map.Get<double[]>("conductivity");
        return new(
            name, ThermalConductivity.FromSi(conductivity[0]), ThermalConductivity.FromSi(conductivity[1]), ThermalConductivity.FromSi(conductivity[2]), map.Quantity<VolumetricHeatCapacity>("heat-capacity"));
    }

    private static PackageLayerDescription PackageLayer(MapReading map, Dictionary<string, MaterialDescription> own, Origin origin)
    {
        string? atDies = map.FindValue<string>("at-dies");
        Reading? ring = map.Find("ring");
        return new()
        {
            Name = map.Get<string>("name"),
            Thickness = map.Quantity<Length>("thickness"),
            Material = Named(map.Get<string>("material")),
            AtDies = atDies is null or ChassisShapes.DieItself ? null : Named(atDies),
            HoldsDies = atDies == ChassisShapes.DieItself,
            Ring = ring is { Value: MapReading value } ? new(value.Quantity<Length>("width"), Named(value.Get<string>("material")), ring.KeyOrigin) : null,
            Patches = Each(map, "patches", (_, patch, at) => new PackagePatchDescription(Named(patch.Get<string>("material")), Rectangle(patch.Get<double[]>("area")), at)),
            Origin = origin,
        };

        MaterialDescription Named(string material) => own.GetValueOrDefault(material) ?? MaterialLibrary.Materials[material];
    }

    private static PlacedDieDescription PlacedDie(string name, MapReading map, Origin origin)
    {
        double[] at = map.Get<double[]>("at");
        return new(Reference(map, "die"), Length.FromSi(at[0]), Length.FromSi(at[1]), map.Count("turn"), map.Get<bool>("mirror"), origin);
    }

    private static PackageFilmDescription PackageFilm(string name, MapReading map, Origin origin) => new(
        map.FindValue<ElementReference>("to"),
        map.Quantity<HeatTransferCoefficient>("film"),
        map.FindValue<double[]>("area") is { } area ? Rectangle(area) : null,
        map.FindValue<string>("name"),
        origin)
    {
        Channels = map.FindValue<MapReading>("channels") is { } channels ? Channels(channels) : null,
    };

    private static PackageChannelsDescription Channels(MapReading map) => new()
    {
        Stream = map.Get<string>("stream"),
        From = map.Get<string>("from"),
        To = map.Get<string>("to"),
        Along = map.Get<ChannelDirection>("along"),
        Strips = map.Count("strips"),
        Bands = map.Count("bands"),
        Drop = map.Quantity<Pressure>("drop"),
        Flow = map.Quantity<VolumeFlow>("flow"),
        LaminarShare = map.Get<double>("laminar-share"),
        Capacity = map.Quantity<HeatCapacity>("capacity"),
    };

    private static RectangleDescription Rectangle(double[] area) => new(Length.FromSi(area[0]), Length.FromSi(area[1]), Length.FromSi(area[2]), Length.FromSi(area[3]));

    private static StreamDescription Stream(string name, MapReading map, Origin origin) => new(
        name,
        map.Get<Fluid>("fluid"),
        map.Quantity<Temperature>("inlet-temperature"),
        Each(map, "elements", (_, element, at) => new StreamElementDescription(
            Reference(element, "elements"), element.Get<string>("from"), element.Get<string>("to"), at)),
        Each(map, "passages", (_, passage, at) => new PassageDescription(
            passage.Get<string>("name"), passage.Get<string>("from"), passage.Get<string>("to"), passage.Quantity<Pressure>("drop"), passage.Quantity<VolumeFlow>("flow"), at)),
        origin);

    private static RailDescription Rail(string name, MapReading map, Origin origin) =>
        new(name, Reference(map, "sources"), Reference(map, "loads"), map.Quantity<Resistance>("resistance"), map.FindValue<string>("loss-zone"), origin);

    private static ChannelDescription Channel(string name, MapReading map, Origin origin) => new(
        Reference(map, "from"),
        Reference(map, "to"),
        map.Quantity<Decibels>("nyquist-loss"),
        map.Quantity<Decibels>("loss-spread"),
        map.Get<double>("crosstalk"),
        map.Get<double>("skin-effect-share"),
        map.Quantity<Length>("length"),
        origin);

    private static LightPathDescription LightPath(string name, MapReading map, Origin origin) =>
        new(Reference(map, "from"), Reference(map, "to"), map.Quantity<Decibels>("loss"), map.Count("split"), map.FindValue<string>("loss-zone"), origin);

    private static FarEndDescription FarEnd(string name, MapReading map, Origin origin) => new(
        Reference(map, "transmitters"),
        Reference(map, "receivers"),
        map.Get<Partner>("partner"),
        map.Quantity<Decibels>("loss"),
        map.Quantity<Length>("fibre-length"),
        map.Quantity<Power>("transmit-oma"),
        map.Quantity<Decibels>("transmit-extinction"),
        map.Quantity<Frequency>("transmit-bandwidth"),
        map.Quantity<RelativeIntensityNoise>("transmit-rin"),
        map.Quantity<Responsivity>("receive-responsivity"),
        map.Quantity<NoiseCurrentDensity>("receive-noise"),
        map.Quantity<Frequency>("receive-bandwidth"),
        map.Quantity<Decibels>("receive-implementation-loss"),
        origin);

    private static PortGroupDescription PortGroup(string name, MapReading map, Origin origin) => new(
        name,
        map.Count("count"),
        map.Count("lanes"),
        map.Quantity<BitRate>("rate"),
        Reference(map, "transmitters"),
        Reference(map, "receivers"),
        map.Get<ErrorCorrection>("fec"),
        map.Get<bool>("enabled"),
        origin);
}
