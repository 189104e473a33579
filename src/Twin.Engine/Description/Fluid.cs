namespace Twin.Engine.Description;

/// <summary>What fills a stream.</summary>
public enum Fluid
{
    /// <summary>Dry air.</summary>
    Air,

    /// <summary>Water.</summary>
    Water,

    /// <summary>Propylene glycol, 25 % by volume, in water.</summary>
    PropyleneGlycol25,
}
