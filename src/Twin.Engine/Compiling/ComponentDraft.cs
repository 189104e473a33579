using Twin.Contracts;
using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

/// <summary>A component between its description and the finished model: what it declared, and where its sections lie.</summary>
internal sealed class ComponentDraft(int index, ComponentDescription description, ComponentKind kind, IComponent component, ComponentBuilder builder)
{
    public int Index { get; } = index;

    public ComponentDescription Description { get; } = description;

    public ComponentKind Kind { get; } = kind;

    public IComponent Component { get; } = component;

    public ComponentBuilder Builder { get; } = builder;

    public string Path => Builder.Path;

    /// <summary>First word of the engine's own words on this component.</summary>
    public int Words { get; set; }

    /// <summary>First word of each section, by <see cref="Section"/>.</summary>
    public int[] Sections { get; } = new int[4];

    public int End { get; set; }

    /// <summary>Thermal node of each point.</summary>
    public int[] Nodes { get; set; } = [];

    public int At(Slot slot) => Sections[(int)slot.Section] + slot.Offset;

    public int Input(int offset) => Sections[(int)Section.Inputs] + offset;

    public int Post(int offset) => Sections[(int)Section.Posts] + offset;

    public int Output(int offset) => Sections[(int)Section.Outputs] + offset;

    public int Raw(int offset) => Sections[(int)Section.Raw] + offset;
}
