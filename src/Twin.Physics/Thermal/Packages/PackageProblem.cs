namespace Twin.Physics.Thermal.Packages;

/// <summary>Something wrong with a package, and which element of the model it is about.</summary>
/// <param name="Fault">In what way.</param>
/// <param name="Element">What kind of element.</param>
/// <param name="Index">Its index in its list of the model; of a patch the index of its layer; -1 for the package, for microchannels and for a material.</param>
/// <param name="Patch">Index of a patch within its layer; -1 for everything else.</param>
/// <param name="Name">Name of the element; of a patch that of its layer; empty for the package and for microchannels.</param>
/// <param name="Property">Name of the property of the element's type that is wrong, such as <c>ThicknessM</c>; of an area one of <c>XM</c>, <c>YM</c>, <c>WidthM</c>, <c>HeightM</c>.</param>
/// <param name="Message">One sentence that names the value and what is wrong with it.</param>
/// <param name="Hint">What would be right.</param>
public sealed record PackageProblem(PackageFault Fault, PackageElement Element, int Index, int Patch, string Name, string Property, string Message, string Hint)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Message} {Hint}";
}
