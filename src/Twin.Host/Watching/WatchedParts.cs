namespace Twin.Host.Watching;

/// <summary>A component. Ids of signals are -1 where there is none.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Name">Its name in the chassis file.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Plugin">The plugin that models it.</param>
/// <param name="Health">Id of its health.</param>
/// <param name="Power">Id of the electrical power that it takes in.</param>
internal sealed record WatchedComponent(string Path, string Name, string Kind, string Plugin, int Health, int Power);

/// <summary>Components of one kind whose names differ only in their number.</summary>
/// <param name="Stem">The name without the number.</param>
/// <param name="Members">The components, one or more.</param>
internal sealed record ComponentFamily(string Stem, IReadOnlyList<WatchedComponent> Members)
{
    /// <summary>What it is called on a line of its own.</summary>
    public string Label => Members.Count == 1 ? Members[0].Name : Reading.Text($"{Stem} ×{Members.Count}");
}

/// <summary>A port.</summary>
/// <param name="Name">Its path without the chassis.</param>
/// <param name="State">Id of its state.</param>
/// <param name="Margin">Id of the margin of its worst lane.</param>
/// <param name="Term">Id of what limits that lane.</param>
/// <param name="Direction">Id of the direction of that lane.</param>
internal sealed record WatchedPort(string Name, int State, int Margin, int Term, int Direction);

/// <summary>A temperature with the limits at which alarms are raised.</summary>
/// <param name="Signal">Id of the temperature.</param>
/// <param name="Name">Its path without the chassis and the word temperature.</param>
/// <param name="Component">Path of its component.</param>
/// <param name="LimitsC">Limits, lowest first; none for air, coolant and boards.</param>
internal sealed record WatchedTemperature(int Signal, string Name, string Component, IReadOnlyList<double> LimitsC);

/// <summary>A rail.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Voltage">Id of the voltage at its loads.</param>
/// <param name="Power">Id of the power that its sources deliver.</param>
internal sealed record WatchedRail(string Name, int Voltage, int Power);

/// <summary>A fan or pump.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsPump">Whether it moves coolant rather than air.</param>
/// <param name="Speed">Id of its speed of rotation.</param>
/// <param name="Ratio">Id of its speed over the reference speed.</param>
/// <param name="Flow">Id of the flow through it.</param>
internal sealed record WatchedRotor(string Name, bool IsPump, int Speed, int Ratio, int Flow);

/// <summary>Where something decides the bits of a lane.</summary>
/// <param name="Margin">Id of the margin.</param>
/// <param name="Name">Path of the lane without the chassis.</param>
/// <param name="Component">Path of the component that decides, or that sends to the far end.</param>
/// <param name="IsSent">Whether it is the far end that decides.</param>
/// <param name="Light">Id of the light that is sent on it, or -1.</param>
internal sealed record WatchedLane(int Margin, string Name, string Component, bool IsSent, int Light);
