using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;

namespace Twin.Engine.Compiling;

/// <summary>Outcome of compiling a chassis.</summary>
/// <param name="Model">The compiled chassis, ready to be stepped; null when there are problems, and after <see cref="ChassisCompiler.Check"/>.</param>
/// <param name="Problems">Everything that is wrong, empty on success.</param>
/// <param name="Log">Lines that components wrote while they were described.</param>
public sealed record CompileResult(ChassisModel? Model, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Log)
{
    /// <summary>What the chassis consists of; null when there are problems.</summary>
    public CompiledChassis? Chassis { get; init; }

    /// <summary>The packages that could be laid out.</summary>
    internal IReadOnlyList<PackagePlan> Packages { get; init; } = [];
}
