using System.Globalization;
using System.Text.Json.Nodes;
using Twin.Chassis.Yaml;

namespace Twin.Chassis.Shapes;

/// <summary>A whole number that is not negative; reads to a <see cref="ulong"/>.</summary>
/// <param name="least">Least number.</param>
/// <param name="most">Greatest number.</param>
/// <param name="step">What it must be a multiple of.</param>
internal sealed class CountShape(ulong least, ulong most, ulong step = 1) : ScalarShape
{
    /// <inheritdoc/>
    public override string Noun => "a whole number";

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };
        if (step > 1)
            schema["multipleOf"] = step;
        return schema;
    }

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        ReadOnlySpan<char> digits = scalar.Text.AsSpan();
        bool isNegative = digits[..Math.Min(1, digits.Length)] is "-";
        if (isNegative)
            digits = digits[1..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            Refuse(scalar, path, problems, $"Write digits only, such as '{Math.Clamp(8, least, most)}'.");
            return null;
        }
        bool isRead = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value);
        if (!isRead || (isNegative && value != 0) || value < least || value > most || value % step != 0)
        {
            problems.Add(ProblemCodes.OutOfRange, path, $"'{Quote.Short(scalar.Text)}' is out of range.", step > 1 ? $"It must be a multiple of {step}, {least} to {most}." : $"It must be {least} to {most}.", scalar.Origin);
            return null;
        }
        return value;
    }
}
