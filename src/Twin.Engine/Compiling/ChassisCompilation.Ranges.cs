using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    // Numbers of the description itself that would make energy from nothing, or no sense. NaN fails every comparison.
    private void CheckRanges()
    {
        foreach (ZoneDescription zone in description.Zones)
        {
            Require(zone.Capacity.JoulesPerKelvin > 0, $"zones.{zone.Name}.capacity", $"{zone.Capacity}", Positive, zone.Origin);
            Require(zone.SurfaceLoss.WattsPerKelvin >= 0, $"zones.{zone.Name}.surface-loss", $"{zone.SurfaceLoss}", NotNegative, zone.Origin);
        }

        foreach (RailDescription rail in description.Rails)
        {
            Require(rail.Resistance.Ohms >= 0, $"rails.{rail.Name}.resistance", $"{rail.Resistance}", NotNegative, rail.Origin);
        }

        for (int i = 0; i < description.LightPaths.Count; i++)
        {
            LightPathDescription path = description.LightPaths[i];
            Require(path.Loss.Db >= 0, $"light-paths[{i}].loss", $"{path.Loss}", NotNegative, path.Origin);
        }

        for (int i = 0; i < description.FarEnds.Count; i++)
        {
            FarEndDescription end = description.FarEnds[i];
            Require(end.Loss.Db >= 0, $"far-ends[{i}].loss", $"{end.Loss}", NotNegative, end.Origin);
        }
    }

    private const string Positive = "It must be greater than zero.";
    private const string NotNegative = "It must be zero or more.";

    private void Require(bool isGood, string where, string value, string hint, Origin? origin)
    {
        if (!isGood)
        {
            _problems.Add("TW0517", where, $"{value} is out of range.", hint, origin);
        }
    }
}
