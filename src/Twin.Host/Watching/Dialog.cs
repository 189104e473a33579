namespace Twin.Host.Watching;

/// <summary>What is asked in front of the page.</summary>
internal abstract record Dialog
{
    /// <summary>The keys.</summary>
    internal sealed record Help : Dialog;

    /// <summary>A list to choose from; what is typed narrows it.</summary>
    /// <param name="Title">What is chosen.</param>
    /// <param name="Entries">All there is: value, and a note to it.</param>
    /// <param name="Choose">What follows from a choice: a request, or another dialog.</param>
    /// <param name="Filter">What was typed.</param>
    /// <param name="Index">The chosen line among those that match.</param>
    internal sealed record List(string Title, IReadOnlyList<(string Value, string Note)> Entries, Func<string, object> Choose, string Filter = "", int Index = 0) : Dialog
    {
        /// <summary>The entries that contain every typed word.</summary>
        public IReadOnlyList<(string Value, string Note)> Matching { get; } =
            [.. Entries.Where(entry => Filter.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => entry.Value.Contains(word, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>A text to type.</summary>
    /// <param name="Title">What it is for.</param>
    /// <param name="Hint">What is accepted.</param>
    /// <param name="Text">What was typed.</param>
    /// <param name="Finish">What follows: a request, or null where the text makes no sense.</param>
    internal sealed record Prompt(string Title, string Hint, string Text, Func<string, WatchRequest?> Finish) : Dialog;
}
