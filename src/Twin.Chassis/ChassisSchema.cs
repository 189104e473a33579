using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Twin.Chassis;

/// <summary>The JSON schema of chassis files, for editors. Made from what the reader itself goes by.</summary>
public static class ChassisSchema
{
    // Relaxed: the schema goes into files, not into HTML, and '+' and '<' should stay readable.
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the schema as indented JSON, ending in a line feed.</summary>
    public static string Write()
    {
        JsonObject schema = ChassisShapes.File.Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Chassis of a network switch");
        return schema.ToJsonString(Options).ReplaceLineEndings("\n") + "\n";
    }
}
