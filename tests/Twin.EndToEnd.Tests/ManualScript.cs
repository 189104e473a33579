using System.Text;

namespace Twin.EndToEnd.Tests;

/// <summary>The commands of a Markdown page: its fenced blocks of <c>sh</c>, in order, with the heading that each stands under.</summary>
/// <param name="Blocks">The blocks.</param>
internal sealed record ManualScript(IReadOnlyList<(string Heading, string Commands)> Blocks)
{
    private const string Mark = "@@@ ";

    /// <summary>Reads a page.</summary>
    /// <param name="page">Its text.</param>
    public static ManualScript Read(string page)
    {
        var blocks = new List<(string, string)>();
        string heading = string.Empty;
        StringBuilder? block = null;
        bool isOther = false;
        foreach (string line in page.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is not null)
                {
                    blocks.Add((heading, block.ToString()));
                    block = null;
                }
                else if (isOther)
                {
                    isOther = false;
                }
                else if (line == "```sh")
                {
                    block = new StringBuilder();
                }
                else
                {
                    isOther = true;
                }
            }
            else if (block is not null)
            {
                block.Append(line).Append('\n');
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal) && !isOther)
            {
                heading = line[3..];
            }
        }

        return new ManualScript(blocks);
    }

    /// <summary>One script for bash that runs all blocks in one shell, ends at the first command that fails, and leaves nothing running.</summary>
    /// <param name="before">Commands before a block, by its heading; null for none.</param>
    /// <param name="after">Commands at the end.</param>
    public string ToBash(Func<string, string?> before, string after)
    {
        var script = new StringBuilder();
        script.Append("set -euo pipefail\ntrap 'for job in $(jobs -p); do kill \"$job\" 2>/dev/null || true; done' EXIT\n");
        foreach ((int index, (string heading, string commands)) in Blocks.Index())
        {
            script.Append($"echo '{Mark}{index} {heading.Replace("'", string.Empty, StringComparison.Ordinal)}'\n{before(heading)}\n{commands}");
        }

        return script.Append($"echo '{Mark}end'\n{after}\n").ToString();
    }

    /// <summary>What each block printed.</summary>
    /// <param name="output">Standard output of the script.</param>
    public static IReadOnlyList<string> OutputOfBlocks(string output) =>
        [.. ('\n' + output).Split('\n' + Mark).Skip(1)];
}
