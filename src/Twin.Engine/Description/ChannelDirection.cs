namespace Twin.Engine.Description;

/// <summary>Where coolant flows over a face of a package, seen from above.</summary>
public enum ChannelDirection
{
    /// <summary>Along +x, to the east.</summary>
    East,

    /// <summary>Along -x, to the west.</summary>
    West,

    /// <summary>Along +y, to the north.</summary>
    North,

    /// <summary>Along -y, to the south.</summary>
    South,
}
