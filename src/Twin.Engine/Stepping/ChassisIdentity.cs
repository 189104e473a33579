using System.Globalization;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Engine.Stepping;

/// <summary>What a state has to agree with to be one of a chassis in every number: a state of another identity would be read with other meanings.</summary>
/// <param name="Model">Name of the chassis model.</param>
/// <param name="Description">Fingerprint of all that the chassis file says, the seed included; not of its title and of where a run starts.</param>
/// <param name="Layout">Fingerprint of the name and place of every word in the state block, and of what components say their words are at the start.</param>
/// <param name="Dictionary">Version of the dictionary of signals.</param>
/// <param name="Program">Fingerprint of the build of the engine and its kernels.</param>
/// <param name="Plugins">Builds of the plugins that the chassis uses, in order of id.</param>
public sealed record ChassisIdentity(string Model, string Description, string Layout, ulong Dictionary, string Program, IReadOnlyList<PluginBuild> Plugins)
{
    /// <summary>All of it as one short text: equal texts, equal identities.</summary>
    public string Fingerprint
    {
        get
        {
            using var fingerprint = new FingerprintBuilder();
            foreach (string text in (string[])[Model, Description, Layout, Dictionary.ToString("x16", CultureInfo.InvariantCulture), Program])
            {
                fingerprint.Add(text);
            }

            foreach (PluginBuild plugin in Plugins)
            {
                fingerprint.Add(plugin.Id);
                fingerprint.Add(plugin.Version);
                fingerprint.Add(plugin.ContentHash);
            }

            return fingerprint.Finish();
        }
    }

    /// <summary>Says in sentences in what another identity differs from this one.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="name">What the other one is called in the sentences, such as <c>the snapshot</c>.</param>
    /// <returns>Empty when they are equal.</returns>
    public IReadOnlyList<string> Differences(ChassisIdentity other, string name)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Model != Model)
        {
            return [$"{name} is of the chassis '{other.Model}' ({other.Fingerprint}), this one is '{Model}' ({Fingerprint})."];
        }

        var sentences = new List<string>();
        if (other.Description != Description)
        {
            sentences.Add($"{name} is of another description of '{Model}' ({other.Description}, this one is {Description}): the chassis file, its seed or a file that it names has changed.");
        }

        foreach (PluginBuild plugin in Plugins)
        {
            PluginBuild? theirs = other.Plugins.FirstOrDefault(candidate => candidate.Id == plugin.Id);
            if (theirs is null)
            {
                sentences.Add($"{name} does not know the plugin {plugin}.");
            }
            else if (theirs != plugin)
            {
                sentences.Add($"{name} was taken with the plugin {theirs}, loaded is {plugin}.");
            }
        }

        sentences.AddRange(other.Plugins.Where(theirs => Plugins.All(plugin => plugin.Id != theirs.Id)).Select(theirs => $"{name} was taken with the plugin {theirs}, which is not used here."));
        if (other.Program != Program)
        {
            sentences.Add($"{name} was taken by another build of the program ({other.Program}, this one is {Program}).");
        }

        if (sentences.Count == 0 && (other.Layout != Layout || other.Dictionary != Dictionary))
        {
            sentences.Add($"The state of {name} is laid out differently ({other.Layout}, this one is {Layout}).");
        }

        return sentences;
    }

    internal static ChassisIdentity Of(ChassisDescription description, ulong dictionary, StateLayout layout, IReadOnlyList<PluginBuild> plugins)
    {
        using var program = new FingerprintBuilder();
        program.Add(typeof(ChassisIdentity).Module.ModuleVersionId.ToString());
        program.Add(typeof(ReducedPackage).Module.ModuleVersionId.ToString());
        return new ChassisIdentity(
            description.Model, DescriptionFingerprint.Of(description), layout.Fingerprint, dictionary, program.Finish(), plugins);
    }

    /// <inheritdoc/>
    public bool Equals(ChassisIdentity? other) =>
        other is not null && other.Model == Model && other.Description == Description && other.Layout == Layout && other.Dictionary == Dictionary && other.Program == Program
        && other.Plugins.SequenceEqual(Plugins);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Description, Layout, Dictionary, Program, Plugins.Count);
}
