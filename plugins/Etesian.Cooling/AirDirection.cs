namespace Etesian.Cooling;

/// <summary>Which way round a fan is built in.</summary>
public enum AirDirection
{
    /// <summary>Air goes as the chassis file has it, from the one junction to the other.</summary>
    Forward,

    /// <summary>Air goes the other way: the same file with rear-to-front fans.</summary>
    Reverse,
}
