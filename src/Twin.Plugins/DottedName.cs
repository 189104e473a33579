namespace Twin.Plugins;

/// <summary>The grammar of plugin ids and component kinds: <c>vendor.part</c>.</summary>
internal static class DottedName
{
    /// <summary>What a name looks like, for hints.</summary>
    public const string Grammar = "Write vendor.part in lower case: letters, digits and single hyphens, at least one point, such as acme.inp-laser.";

    /// <summary>Tells whether a name is at least two words of lower-case letters, digits and inner hyphens, joined by points.</summary>
    public static bool IsValid(string name)
    {
        // No regular expression: building one costs more than the rest of a manifest, and a start loads every plugin.
        bool point = false;
        bool joint = true;
        foreach (char c in name)
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            {
                joint = false;
                continue;
            }

            if (joint || c is not ('.' or '-'))
                return false;
            point |= c == '.';
            joint = true;
        }

        return point && !joint && name.Length <= 100;
    }
}
