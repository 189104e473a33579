using Twin.Engine.Compiling;

namespace Twin.PluginTestKit.Bench;

/// <summary>Where the sections of a component alone lie in its block: inputs first, from word 0, then the others one behind the other as in the engine.</summary>
internal readonly record struct BlockLayout(int Posts, int Outputs, int Raw, int End)
{
    /// <summary>Lays out what a component declared.</summary>
    public static BlockLayout Of(ComponentBuilder builder)
    {
        int posts = builder.Initial(Section.Inputs).Length;
        int outputs = posts + builder.Initial(Section.Posts).Length;
        int raw = outputs + builder.Initial(Section.Outputs).Length;
        return new BlockLayout(posts, outputs, raw, raw + builder.Initial(Section.Raw).Length);
    }
}
