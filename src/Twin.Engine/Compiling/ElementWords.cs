namespace Twin.Engine.Compiling;

/// <summary>Words in a section of a component that were given out at once.</summary>
/// <param name="Name">What was declared last when they were given out, how often words were given out since, and of what type they are: the same as long as a component declares the same.</param>
/// <param name="Offset">First word, within the section.</param>
/// <param name="Count">How many.</param>
/// <param name="IsGiven">Whether they are inputs that the engine writes while a chassis runs; parameters and drawn values of lanes are not.</param>
internal readonly record struct ElementWords(string Name, int Offset, int Count, bool IsGiven)
{
    /// <summary>The word that default handles reach.</summary>
    public static ElementWords Spare => new("spare", 0, 1, false);
}
