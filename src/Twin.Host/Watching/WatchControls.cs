using System.Globalization;

namespace Twin.Host.Watching;

/// <summary>What the keys have chosen, and what they ask for. Used by one thread.</summary>
internal sealed class WatchControls
{
    /// <summary>Least and greatest speed that a twin accepts, but for as fast as it can.</summary>
    private const double SlowestSpeed = 0.1;
    private const double FastestSpeed = 1000;
    private const int PageRows = 10;

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The component whose signals are shown; null on the first page.</summary>
    public WatchedComponent? Component { get; private set; }

    /// <summary>The chosen line of the tree.</summary>
    public int TreeIndex { get; private set; }

    /// <summary>The chosen signal of the component.</summary>
    public int SignalIndex { get; private set; }

    /// <summary>What is asked; null for nothing.</summary>
    public Dialog? Dialog { get; private set; }

    /// <summary>The lines of the tree.</summary>
    /// <param name="model">What is known.</param>
    public IReadOnlyList<TreeRow> Tree(WatchModel model) => TreeRow.Of(model.Outline, _open);

    /// <summary>Takes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="model">What is known.</param>
    /// <returns>What it asks for; null for nothing.</returns>
    public WatchRequest? Press(ConsoleKeyInfo key, WatchModel model)
    {
        model.Acknowledge();
        return Dialog switch
        {
            Dialog.Help => Close(),
            Dialog.List list => PressInList(key, list),
            Dialog.Prompt prompt => PressInPrompt(key, prompt),
            _ => PressOnPage(key, model),
        };
    }

    /// <summary>Keeps what is chosen within what there is now.</summary>
    /// <param name="model">What is known.</param>
    public void Fit(WatchModel model)
    {
        TreeIndex = Math.Clamp(TreeIndex, 0, Math.Max(0, Tree(model).Count - 1));
        if (Component is not null)
        {
            // Another chassis may have come, which does not have it.
            Component = model.Outline?.Components.FirstOrDefault(component => component.Path == Component.Path);
            SignalIndex = Component is null ? 0 : Math.Clamp(SignalIndex, 0, Math.Max(0, model.Outline!.SignalsOf(Component.Path).Count() - 1));
        }
    }

    private WatchRequest? PressOnPage(ConsoleKeyInfo key, WatchModel model)
    {
        double speed = model.Run?.RequestedSpeed ?? 1;
        switch (key.Key)
        {
            case ConsoleKey.UpArrow or ConsoleKey.DownArrow or ConsoleKey.PageUp or ConsoleKey.PageDown or ConsoleKey.Home or ConsoleKey.End:
                Move(key.Key);
                Fit(model);
                return null;
            case ConsoleKey.Enter or ConsoleKey.RightArrow:
                return Open(model);
            case ConsoleKey.Escape or ConsoleKey.LeftArrow or ConsoleKey.Backspace:
                return Back(model);
            case ConsoleKey.Tab when Component is not null:
                return Next(model);
            default:
                break;
        }

        switch (key.KeyChar)
        {
            case ' ' or 'p':
                return model.Run?.IsPaused == true ? new WatchRequest.Resume() : new WatchRequest.Pause();
            case 's':
                return new WatchRequest.Step(1);
            case 'S':
                return new WatchRequest.Step(1000);
            case '+':
                return new WatchRequest.Speed(double.IsPositiveInfinity(speed) ? FastestSpeed : Math.Min(2 * speed, FastestSpeed));
            case '-':
                return new WatchRequest.Speed(double.IsPositiveInfinity(speed) ? FastestSpeed : Math.Max(speed / 2, SlowestSpeed));
            case '=':
                return new WatchRequest.Speed(1);
            case 'v':
                Dialog = new Dialog.Prompt("Speed", "0.1 to 1000 simulated seconds a second, or max", string.Empty, ReadSpeed);
                return null;
            case 'w':
                Dialog = new Dialog.List(
                    "Workload", [.. (model.Outline?.Workloads ?? []).Select(name => (name, name == model.Run?.Workload ? "runs" : string.Empty))], name => new WatchRequest.Workload(name));
                return null;
            case 'f':
                Dialog = new Dialog.List("Inject a fault", FaultsOf(model, isActive: false), AskSeverity);
                return null;
            case 'c':
                Dialog = new Dialog.List("Clear a fault", FaultsOf(model, isActive: true), path => new WatchRequest.Clear(path));
                return null;
            case '?' or 'h':
                Dialog = new Dialog.Help();
                return null;
            case 'q':
                return new WatchRequest.Quit();
            default:
                return null;
        }
    }

    private static List<(string, string)> FaultsOf(WatchModel model, bool isActive) =>
    [
        .. model.Faults.Where(fault => !isActive || fault.Value > 0).Select(fault => (
            model.Outline?.Short(fault.Path) ?? fault.Path, fault.Value > 0 ? Reading.Text($"{fault.Value:0.##}") : fault.Description)),
    ];

    private static WatchRequest.Speed? ReadSpeed(string text) =>
        text.Trim() == "max" ? new WatchRequest.Speed(double.PositiveInfinity)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) && factor is >= SlowestSpeed and <= FastestSpeed ? new WatchRequest.Speed(factor)
        : null;

    private static Dialog.Prompt AskSeverity(string path) => new($"Severity of {path}", "0 to 1, or such as 40 %", "1", text => text.Trim().Length == 0 ? null : new WatchRequest.Inject(path, text.Trim()));

    private static int Moved(ConsoleKey key, int index) => key switch
    {
        ConsoleKey.UpArrow => Math.Max(0, index - 1),
        ConsoleKey.DownArrow => index + 1,
        ConsoleKey.PageUp => Math.Max(0, index - PageRows),
        ConsoleKey.PageDown => index + PageRows,
        ConsoleKey.Home => 0,
        _ => int.MaxValue,
    };

    private void Move(ConsoleKey key)
    {
        if (Component is null)
        {
            TreeIndex = Moved(key, TreeIndex);
        }
        else
        {
            SignalIndex = Moved(key, SignalIndex);
        }
    }

    private WatchRequest.Follow? Open(WatchModel model)
    {
        if (Component is not null || Tree(model).ElementAtOrDefault(TreeIndex) is not { } row)
        {
            return null;
        }

        if (row.Member is null)
        {
            if (!_open.Remove(row.Family.Stem))
            {
                _open.Add(row.Family.Stem);
            }

            return null;
        }

        (Component, SignalIndex) = (row.Member, 0);
        return new WatchRequest.Follow(row.Member.Path);
    }

    private WatchRequest.Follow? Back(WatchModel model)
    {
        if (Component is null)
        {
            if (Tree(model).ElementAtOrDefault(TreeIndex) is { } row && _open.Remove(row.Family.Stem))
            {
                TreeIndex = Tree(model).ToList().FindIndex(other => other.Family == row.Family);
            }

            return null;
        }

        Component = null;
        return new WatchRequest.Follow(null);
    }

    private WatchRequest.Follow? Next(WatchModel model)
    {
        if (model.Outline is not { } outline)
        {
            return null;
        }

        int index = outline.Components.ToList().FindIndex(component => component.Path == Component!.Path);
        (Component, SignalIndex) = (outline.Components[(index + 1) % outline.Components.Count], 0);
        return new WatchRequest.Follow(Component.Path);
    }

    private WatchRequest? PressInList(ConsoleKeyInfo key, Dialog.List list)
    {
        switch (key.Key)
        {
            case ConsoleKey.Escape:
                return Close();
            case ConsoleKey.Enter when list.Index < list.Matching.Count:
                object next = list.Choose(list.Matching[list.Index].Value);
                Dialog = next as Dialog;
                return next as WatchRequest;
            case ConsoleKey.UpArrow or ConsoleKey.DownArrow or ConsoleKey.PageUp or ConsoleKey.PageDown or ConsoleKey.Home or ConsoleKey.End:
                Dialog = list with { Index = Math.Clamp(Moved(key.Key, list.Index), 0, Math.Max(0, list.Matching.Count - 1)) };
                return null;
            default:
                // A record copies its properties; the matching entries are those of the new filter only when it is made anew.
                Dialog = new Dialog.List(list.Title, list.Entries, list.Choose, Typed(key, list.Filter), key.KeyChar == 0 ? list.Index : 0);
                return null;
        }
    }

    private WatchRequest? PressInPrompt(ConsoleKeyInfo key, Dialog.Prompt prompt)
    {
        if (key.Key == ConsoleKey.Enter && prompt.Finish(prompt.Text) is { } request)
        {
            Dialog = null;
            return request;
        }

        Dialog = key.Key == ConsoleKey.Escape ? null : prompt with { Text = Typed(key, prompt.Text) };
        return null;
    }

    private WatchRequest? Close()
    {
        Dialog = null;
        return null;
    }

    private static string Typed(ConsoleKeyInfo key, string text) =>
        key.Key == ConsoleKey.Backspace ? (text.Length > 0 ? text[..^1] : text)
        : char.IsControl(key.KeyChar) || key.KeyChar == 0 ? text
        : text + key.KeyChar;
}
