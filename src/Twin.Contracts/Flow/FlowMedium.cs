namespace Twin.Contracts;

/// <summary>What flows through an element; a chassis joins only elements of one medium.</summary>
public enum FlowMedium
{
    /// <summary>Air.</summary>
    Air,

    /// <summary>A liquid coolant, whose kind the chassis file says.</summary>
    Coolant,
}
