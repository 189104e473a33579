using Twin.Engine.Structure;

namespace Twin.Chassis;

/// <summary>Hints for who wrote something else than what is known.</summary>
internal static class Nearest
{
    // Beyond this a list of candidates hides the answer.
    private const int Listed = 12;

    /// <summary>A hint: the candidate that is nearest by letters, or all of them.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="candidates">What would have been right.</param>
    /// <param name="noun">What the candidates are, in the plural: <c>keys</c>.</param>
    public static string Hint(string text, IReadOnlyCollection<string> candidates, string noun)
    {
        if (NearestNames.Find(text, candidates, 1) is [string nearest])
            return $"Did you mean '{nearest}'?";
        if (candidates.Count == 0)
            return $"There are no {noun} here.";
        string rest = candidates.Count > Listed ? $" and {candidates.Count - Listed} more" : string.Empty;
        return $"The {noun} here: {string.Join(", ", candidates.Take(Listed))}{rest}.";
    }
}
