using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;

namespace Twin.PluginTestKit.Bench;

/// <summary>A component that has described itself, as the compiler makes one.</summary>
internal sealed class DescribedComponent
{
    private const string Path = "kit/part";
    private const string RefusedByComponent = "TW0307";

    private DescribedComponent(IComponent component, ComponentBuilder builder) => (Component, Builder) = (component, builder);

    public IComponent Component { get; }

    public ComponentBuilder Builder { get; }

    /// <summary>Makes a component and lets it describe itself.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="spreadSeed">Seed of the spread; null for a nominal part.</param>
    /// <param name="problems">Out: what is wrong with parameters or description, by place.</param>
    /// <param name="isRefused">Out: whether the component refused its parameters by itself, which is its right.</param>
    /// <returns>The component, or null if there is any problem.</returns>
    public static DescribedComponent? Make(KindUnderTest kind, MapParameter parameters, ulong? spreadSeed, out IReadOnlyList<CallFailure> problems, out bool isRefused)
    {
        var list = new ProblemList();
        DescribedComponent? made = null;
        string? thrown = null;
        try
        {
            SpreadSource? spread = spreadSeed is { } seed ? new SpreadSource(seed, kind.Name, Path) : null;
            object record = new ParameterBinder(list).Bind(kind.ParametersType, parameters, "parameters", null, spread);
            if (list.Count == 0)
            {
                IComponent component = kind.Create(record);
                var builder = new ComponentBuilder(new ComponentDescription("part", kind.Name, parameters), Path, component is ILinkBehavior, list, []);
                component.Describe(builder);
                made = new DescribedComponent(component, builder);
            }
        }
#pragma warning disable CA1031 // Whatever a plugin throws is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = $"It threw {ExceptionText.Of(exception)} while it was made or described itself.";
        }

        isRefused = thrown is null && list.Count > 0 && list.Problems.All(problem => problem.Code == RefusedByComponent);
        problems =
        [
            .. list.Problems.Select(problem => new CallFailure(
                $"Describe, {problem.Path[(problem.Path.LastIndexOf('.') + 1)..]}", $"{problem.Message}{(problem.Hint is null ? string.Empty : " " + problem.Hint)} ({problem.Code})")),
            .. thrown is null ? Array.Empty<CallFailure>() : [new CallFailure("Describe", thrown)],
        ];
        return list.Count == 0 ? made : null;
    }

    /// <summary>The words of a fresh block, lane parameters spread as the compiler does it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="spreadSeed">Seed of the spread; null for a nominal part.</param>
    public double[] InitialWords(string kind, ulong? spreadSeed)
    {
        double[] words = [.. Enum.GetValues<Section>().SelectMany(section => Builder.Initial(section).ToArray())];
        if (spreadSeed is not { } seed)
        {
            return words;
        }

        var spread = new SpreadSource(seed, kind, Path);
        foreach (LaneParameterDraft parameter in Builder.LaneParameters)
        {
            double scale = parameter.Variation.IsRelative ? Math.Abs(parameter.Nominal) : 1;
            double common = (parameter.Variation.Lot * spread.Lot(parameter.Name)) + (parameter.Variation.Part * spread.Part(parameter.Name));
            for (int i = 0; i < parameter.Count; i++)
            {
                words[parameter.Input + i] = parameter.Nominal + (scale * (common + (parameter.Variation.Lane * spread.Lane(parameter.Name, i))));
            }
        }

        return words;
    }
}
