using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Settings of a fan or pump controller.</summary>
/// <param name="Loops">Temperatures it holds; the largest demand wins.</param>
/// <param name="Output">Name of the actuator output.</param>
/// <param name="SpeedInput">Name of the input that reads the speeds back.</param>
/// <param name="Minimum">Lowest speed.</param>
/// <param name="Maximum">Highest speed.</param>
/// <param name="Band">Proportional band: error that moves the speed over its whole range.</param>
/// <param name="IntegralTime">Time in which a constant error repeats its proportional part.</param>
/// <param name="LowestPlausible">Readings below are taken as lost.</param>
/// <param name="HighestPlausible">Readings above are taken as lost.</param>
/// <param name="SpeedTolerance">How far a rotor may stay behind its command.</param>
/// <param name="SpeedTimeout">How long it may do so.</param>
/// <param name="Period">Time between runs.</param>
internal sealed record SpeedControlSettings(
    IReadOnlyList<ControlLoop> Loops,
    string Output,
    string SpeedInput,
    Ratio Minimum,
    Ratio Maximum,
    TemperatureDifference Band,
    Duration IntegralTime,
    Temperature LowestPlausible,
    Temperature HighestPlausible,
    Ratio SpeedTolerance,
    Duration SpeedTimeout,
    Duration Period);
