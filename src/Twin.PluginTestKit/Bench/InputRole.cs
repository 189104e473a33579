namespace Twin.PluginTestKit.Bench;

/// <summary>What the bench does with the level of an input.</summary>
internal enum InputRole
{
    /// <summary>Written to the component's inputs as it is.</summary>
    Plain,

    /// <summary>As <see cref="Plain"/>; in random inputs the temperatures of a component stay near each other.</summary>
    Temperature,

    /// <summary>Voltage of a load, zero when dead.</summary>
    Rail,

    /// <summary>Noise of a load, as a share of its voltage.</summary>
    RailNoise,

    /// <summary>Light at a light input: written between the power and the light behaviour, as the engine does.</summary>
    Light,

    /// <summary>The engine's verdict on a lane, or what arrived there: written before the link behaviour.</summary>
    Link,

    /// <summary>Outer amplitude as a share of twice the average power that arrives.</summary>
    Amplitude,

    /// <summary>Flow through a passive element; the pressure drop follows.</summary>
    Flow,

    /// <summary>Where on its curve a fan or pump works: 0 shut off, 1 free delivery, below 0 pressed back, above 1 blown through.</summary>
    Mover,

    /// <summary>Output of a converter, as a share of its rated power.</summary>
    SourceOutput,

    /// <summary>Whether a converter has tripped.</summary>
    Tripped,

    /// <summary>Severity of a fault.</summary>
    Fault,

    /// <summary>Error of a sensor, in its own three standard deviations.</summary>
    SensorError,

    /// <summary>What a controller's input reads; unbound in some cases.</summary>
    SensorInput,
}
