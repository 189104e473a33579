namespace Twin.PluginTestKit.Bench;

/// <summary>How the lanes of one input differ.</summary>
internal enum LanePattern
{
    /// <summary>All at the level.</summary>
    Same,

    /// <summary>Each at its lowest or its highest.</summary>
    Ends,

    /// <summary>Each somewhere between.</summary>
    Anywhere,
}
