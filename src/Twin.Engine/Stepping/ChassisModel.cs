using Twin.Engine.Compiling;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

/// <summary>A compiled chassis ready to be stepped: immutable structure, shared by any number of states.</summary>
/// <remarks>It holds the components: whoever keeps a model keeps the plugins that they are from. What a state needs of it is its <see cref="Layout"/>, which does not.</remarks>
public sealed class ChassisModel
{
    private readonly Func<ChassisModel?, IReadOnlyDictionary<string, ComponentKind>?, DescribingProgress?, CompileResult> _compile;

    internal ChassisModel(
        CompiledChassis chassis, ModelParts parts, StateLayout layout, Func<ChassisModel?, IReadOnlyDictionary<string, ComponentKind>?, DescribingProgress?, CompileResult> compile, ChassisModel? first)
    {
        (Chassis, Parts, Layout) = (chassis, parts, layout);
        _compile = compile;
        First = first ?? this;
    }

    /// <summary>Structure as services see it.</summary>
    public CompiledChassis Chassis { get; }

    /// <summary>How the words of its states are to be read.</summary>
    public StateLayout Layout { get; }

    /// <summary>Words of a state block; eight bytes each.</summary>
    public int WordCount => Layout.WordCount;

    /// <summary>Simulated time of a step.</summary>
    public TimeSpan BaseStep => TimeSpan.FromTicks(Parts.BaseStepNs / TimeSpan.NanosecondsPerTick);

    /// <summary>Names of the port groups, in the order of <see cref="PortInfo.GroupIndex"/>.</summary>
    public IReadOnlyList<string> PortGroups => Parts.PortGroups;

    /// <summary>What a state has to agree with to be one of this chassis in every number. Computed at the first use; may be asked from any thread.</summary>
    public ChassisIdentity Identity => Layout.Identity;

    internal ModelParts Parts { get; }

    /// <summary>The model that this one was compiled from again, or itself: models of one origin share their states.</summary>
    internal ChassisModel First { get; }

    /// <summary>Makes a state at the initial words of the chassis.</summary>
    public ChassisState NewState() => new(Layout);

    /// <summary>Compiles the same chassis again, with components of its own: the two may be stepped on different threads at the same time, and states of either fit both.</summary>
    /// <returns>The other model. Bits are the same, since compiling is a function of description, kinds and seed.</returns>
    /// <exception cref="InvalidOperationException">It cannot be compiled any more: a plugin was unloaded, or describes itself differently each time.</exception>
    /// <remarks>Takes as long as compiling does. Packages are taken from the store that the chassis was compiled with; without one they are reduced again.</remarks>
    public ChassisModel CompileAgain() => CompileAgain(null);

    /// <summary>As <see cref="CompileAgain()"/>, for one who may give it up.</summary>
    /// <param name="describing">Told which component is described.</param>
    internal ChassisModel CompileAgain(DescribingProgress? describing)
    {
        CompileResult result = _compile(First, null, describing);
        if (result.Model is not { } model)
        {
            throw new InvalidOperationException($"The chassis cannot be compiled again: {string.Join(' ', result.Problems)}");
        }

        return model.Chassis.IsSameAs(Chassis) && model.Parts.Layout.Fingerprint == Layout.Fingerprint && model.Parts.Layout.InitialWords.AsSpan().SequenceEqual(Layout.InitialWords)
            ? model
            : throw new InvalidOperationException("The chassis compiled differently the second time: a component does not describe itself the same way twice.");
    }

    /// <summary>Compiles the same chassis with other kinds, such as those of another build of a plugin.</summary>
    /// <param name="kinds">All kinds that are offered now, by name.</param>
    /// <param name="describing">Told which component is described.</param>
    /// <returns>A model of its own, or everything that is wrong. Its states fit this one if every component says the same of itself as here.</returns>
    /// <remarks>Takes as long as compiling does, on the calling thread.</remarks>
    internal CompileResult CompileWith(IReadOnlyDictionary<string, ComponentKind> kinds, DescribingProgress describing) => _compile(null, kinds, describing);
}
