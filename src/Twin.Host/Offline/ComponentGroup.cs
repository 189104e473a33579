using Twin.Engine.Structure;

namespace Twin.Host.Offline;

/// <summary>Components of one kind whose names differ only in their numbers, such as <c>oe0</c> to <c>oe7</c>.</summary>
/// <param name="Label">Name without number, and how many.</param>
/// <param name="HardwareType">Their <c>hw.type</c>.</param>
/// <param name="IsConverter">Whether they pass power on, so that what they take in and keep is loss.</param>
/// <param name="Members">The components.</param>
internal sealed record ComponentGroup(string Label, string HardwareType, bool IsConverter, IReadOnlyList<ComponentInfo> Members)
{
    /// <summary>Groups the components of a chassis: converters first, else in the order of the chassis.</summary>
    /// <param name="chassis">The chassis.</param>
    public static IReadOnlyList<ComponentGroup> Of(CompiledChassis chassis)
    {
        HashSet<int> converters = [.. chassis.Signals.Where(signal => signal.Name == "output-power").Select(signal => signal.Component)];
        return
        [
            .. chassis.Components.GroupBy(component => (Stem: component.Name.TrimEnd("0123456789".ToCharArray()), component.Kind))
                .Select(group => new ComponentGroup(
                    group.Count() == 1 ? group.First().Name : $"{group.Count()} x {group.Key.Stem}", group.First().HardwareType, converters.Contains(group.First().Index), [.. group]))
                .OrderBy(group => group.IsConverter ? 0 : 1),
        ];
    }
}
