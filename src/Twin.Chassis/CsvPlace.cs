using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>Finds where the fields of a line begin.</summary>
internal static class CsvPlace
{
    /// <summary>Where a field begins: after the separators before it that are not in quotes.</summary>
    /// <param name="file">The file, as messages show it.</param>
    /// <param name="raw">The line as it stands.</param>
    /// <param name="line">Its number, from 1.</param>
    /// <param name="field">Index of the field; beyond the last one the end of the line.</param>
    public static Origin Of(string file, string raw, int line, int field)
    {
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i < raw.Length && field > 0; i++)
        {
            if (raw[i] == '"')
                isQuoted = !isQuoted;
            if (raw[i] != ',' || isQuoted)
                continue;
            field--;
            start = i + 1;
        }
        while (start < raw.Length && raw[start] == ' ')
            start++;
        return new(file, line, start + 1);
    }
}
