namespace Twin.PluginTestKit;

/// <summary>The checks of the kit, in the order in which they are reported.</summary>
public enum ConformanceCheck
{
    /// <summary>A component can be made and describes itself for every value in the declared ranges, and the same every time, also in a fresh load context.</summary>
    Describes,

    /// <summary>A call allocates nothing.</summary>
    AllocatesNothing,

    /// <summary>Two components with the same parameters and inputs give the same bits.</summary>
    Repeats,

    /// <summary>A state that is put back goes on as it went on the first time, in the same component and in another one.</summary>
    Restores,

    /// <summary>Heat posted is power drawn plus light in less light out less what fluids take.</summary>
    ClosesEnergy,

    /// <summary>Nothing throws, every number is finite, within the range it was declared with and within what the contract asks.</summary>
    StaysInRange,

    /// <summary>Answers go the way that the vendor declared when an input rises.</summary>
    GoesTheDeclaredWay,

    /// <summary>Each call returns, within its time budget.</summary>
    KeepsTime,

    /// <summary>Nothing of the plugin is left in memory after it was unloaded.</summary>
    Unloads,
}
