using Twin.Engine.Compiling;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

/// <summary>A compiled chassis ready to be stepped: immutable structure, shared by any number of states.</summary>
public sealed class ChassisModel
{
    private readonly Lazy<ChassisIdentity> _identity;
    private readonly Func<ChassisModel, CompileResult> _compileAgain;

    internal ChassisModel(CompiledChassis chassis, ModelParts parts, Func<ChassisIdentity> identity, Func<ChassisModel, CompileResult> compileAgain, ChassisModel? first)
    {
        (Chassis, Parts) = (chassis, parts);
        _identity = first?._identity ?? new Lazy<ChassisIdentity>(identity);
        _compileAgain = compileAgain;
        First = first ?? this;
    }

    /// <summary>Structure as services see it.</summary>
    public CompiledChassis Chassis { get; }

    /// <summary>Words of a state block; eight bytes each.</summary>
    public int WordCount => Parts.InitialWords.Length;

    /// <summary>Simulated time of a step.</summary>
    public TimeSpan BaseStep => TimeSpan.FromTicks(Parts.BaseStepNs / TimeSpan.NanosecondsPerTick);

    /// <summary>Names of the port groups, in the order of <see cref="PortInfo.GroupIndex"/>.</summary>
    public IReadOnlyList<string> PortGroups => Parts.PortGroups;

    /// <summary>What a state has to agree with to be one of this chassis in every number. Computed at the first use; may be asked from any thread.</summary>
    public ChassisIdentity Identity => _identity.Value;

    internal ModelParts Parts { get; }

    /// <summary>The model that this one was compiled from again, or itself: models of one origin share their states.</summary>
    internal ChassisModel First { get; }

    /// <summary>Makes a state at the initial words of the chassis.</summary>
    public ChassisState NewState() => new(this);

    /// <summary>Compiles the same chassis again, with components of its own: the two may be stepped on different threads at the same time, and states of either fit both.</summary>
    /// <returns>The other model. Bits are the same, since compiling is a function of description, kinds and seed.</returns>
    /// <exception cref="InvalidOperationException">It cannot be compiled any more: a plugin was unloaded, or describes itself differently each time.</exception>
    /// <remarks>Takes as long as compiling does. Packages are taken from the store that the chassis was compiled with; without one they are reduced again.</remarks>
    public ChassisModel CompileAgain()
    {
        CompileResult result = _compileAgain(First);
        if (result.Model is not { } model)
        {
            throw new InvalidOperationException($"The chassis cannot be compiled again: {string.Join(' ', result.Problems)}");
        }

        return model.Parts.InitialWords.AsSpan().SequenceEqual(Parts.InitialWords) && ChassisIdentity.LayoutOf(model) == ChassisIdentity.LayoutOf(this)
            ? model
            : throw new InvalidOperationException("The chassis compiled differently the second time: a component does not describe itself the same way twice.");
    }
}
