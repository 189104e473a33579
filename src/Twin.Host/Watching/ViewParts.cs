namespace Twin.Host.Watching;

/// <summary>What both pages have: the two lines above, the line of keys below, and what is asked in front of them.</summary>
internal static class ViewParts
{
    /// <summary>Rows above a page.</summary>
    public const int HeaderRows = 2;

    private static readonly (string Key, string Meaning)[] Keys =
    [
        ("space", "pause"), ("s", "step"), ("+-", "speed"), ("w", "load"), ("f", "fault"), ("c", "clear"), ("enter", "open"), ("?", "help"), ("q", "quit"),
    ];

    private static readonly (string Key, string Meaning)[] AllKeys =
    [
        ("space p", "pause and go on"),
        ("s  S", "one step, 1000 steps while paused"),
        ("+  -  =", "twice, half, real speed"),
        ("v", "type a speed"),
        ("w", "choose the workload"),
        ("f", "inject a fault: choose, then its severity"),
        ("c", "clear a fault"),
        ("up down", "choose a component, a signal"),
        ("enter", "open: a family, a component's signals"),
        ("esc", "back"),
        ("tab", "next component"),
        ("q ctrl-c", "quit; the twin runs on"),
    ];

    /// <summary>The look of a state of health.</summary>
    /// <param name="health">Its name.</param>
    public static Tone ToneOf(string health) => health switch { "ok" => Tone.Good, "degraded" or "inserting" => Tone.Warning, "absent" or "" => Tone.Dim, _ => Tone.Critical };

    /// <summary>The look of an urgency.</summary>
    /// <param name="severity">The urgency.</param>
    public static Tone ToneOf(V1.Severity severity) => severity switch { V1.Severity.Critical => Tone.Critical, V1.Severity.Warning => Tone.Warning, _ => Tone.Normal };

    /// <summary>Draws the two lines above.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="model">What is known.</param>
    /// <param name="address">The address of the twin.</param>
    public static void DrawHeader(Frame frame, WatchModel model, string address)
    {
        (string state, Tone tone) =
            !model.IsConnected ? (model.Trouble.Length == 0 ? "connecting" : "▲ lost", model.Trouble.Length == 0 ? Tone.Dim : Tone.Critical)
            : model.Run?.IsPaused == true ? ("○ paused", Tone.Warning)
            : ("● running", Tone.Good);
        string right = $"{address}  {state}";
        int x = frame.Write(1, 0, model.Outline?.Chassis.Model ?? "twin watch", Tone.Title);
        frame.Write(x + 2, 0, model.Outline?.Chassis.Title ?? string.Empty, Tone.Dim, frame.Width - right.Length - x - 5);
        frame.WriteRight(frame.Width - 1 - state.Length, 0, address + "  ", Tone.Dim);
        frame.WriteRight(frame.Width - 1, 0, state, tone);
        if (!model.IsConnected && model.Trouble.Length > 0)
        {
            frame.Write(1, 1, model.Trouble, Tone.Critical, frame.Width - 2);
            return;
        }

        if (model.Outline is not { } outline)
        {
            return;
        }

        int up = outline.Ports.Count(port => model.Value(port.State) > 0);
        string vital = Reading.Text($"{model.Value(outline.InletPower):F1} W  {model.Value(outline.EnergyPerBit) * 1e12:F2} pJ/bit  {up}/{outline.Ports.Count} up");
        string time = model.Position is null ? "starting" : Reading.Time(model.Position.SimulationTimeNs * 1e-9);
        string speed = model.Run is null ? string.Empty : model.Run.IsPaused ? Reading.Speed(model.Run.RequestedSpeed) : Reading.Text($"x{model.Run.AchievedSpeed:F2}/{Reading.Speed(model.Run.RequestedSpeed).TrimStart('x')}");
        x = frame.Write(1, 1, time, Tone.Accent);
        x = frame.Write(x + 2, 1, speed);
        long missed = model.Run?.MissedDeadlines ?? 0;
        x = frame.Write(x + 2, 1, missed < 10_000 ? Reading.Text($"missed {missed}") : Reading.Text($"missed {missed / 1000}k"), missed > 0 ? Tone.Warning : Tone.Dim);
        frame.Write(x + 2, 1, model.Run?.Workload ?? string.Empty, Tone.Accent, frame.Width - vital.Length - x - 5);
        frame.WriteRight(frame.Width - 1, 1, vital, up == outline.Ports.Count ? Tone.Normal : Tone.Warning);
    }

    /// <summary>Draws the last line: what became of a command, or else the keys.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="model">What is known.</param>
    public static void DrawFooter(Frame frame, WatchModel model)
    {
        if (model.Answer.Length > 0)
        {
            frame.Write(1, frame.Height - 1, model.Answer, model.IsRefused ? Tone.Critical : Tone.Good, frame.Width - 2);
            return;
        }

        int x = 1;
        foreach ((string key, string meaning) in Keys)
        {
            x = frame.Write(x, frame.Height - 1, key, Tone.Accent);
            x = frame.Write(x + 1, frame.Height - 1, meaning, Tone.Dim) + (frame.Width > 100 ? 3 : 1);
        }
    }

    /// <summary>Draws what is asked.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="dialog">What is asked; null for nothing.</param>
    public static void DrawDialog(Frame frame, Dialog? dialog)
    {
        switch (dialog)
        {
            case Dialog.Help:
                Area help = Centre(frame, 56, AllKeys.Length + 2, "Keys");
                for (int i = 0; i < AllKeys.Length; i++)
                {
                    frame.Write(help.X + 1, help.Y + i, AllKeys[i].Key, Tone.Accent);
                    frame.Write(help.X + 12, help.Y + i, AllKeys[i].Meaning, Tone.Normal, help.Width - 13);
                }

                break;
            case Dialog.Prompt prompt:
                Area asked = Centre(frame, 56, 4, prompt.Title);
                frame.Write(frame.Write(asked.X + 1, asked.Y, prompt.Text, Tone.Accent, asked.Width - 3), asked.Y, "█", Tone.Accent);
                frame.Write(asked.X + 1, asked.Y + 1, prompt.Hint, Tone.Dim, asked.Width - 2);
                break;
            case Dialog.List list:
                DrawList(frame, list);
                break;
        }
    }

    private static void DrawList(Frame frame, Dialog.List list)
    {
        Area area = Centre(frame, Math.Min(frame.Width - 8, 90), Math.Min(frame.Height - 6, list.Entries.Count + 4), list.Title, Reading.Text($"{list.Matching.Count} of {list.Entries.Count}"));
        int x = frame.Write(area.X + 1, area.Y, list.Filter.Length == 0 ? "type to narrow, enter takes, esc leaves" : list.Filter, list.Filter.Length == 0 ? Tone.Dim : Tone.Accent, area.Width - 2);
        if (list.Filter.Length > 0)
        {
            frame.Write(x, area.Y, "█", Tone.Accent);
        }

        Area rows = area.SkipRows(1);
        if (list.Matching.Count == 0)
        {
            frame.Write(rows.X + 1, rows.Y, "none", Tone.Dim);
            return;
        }

        int width = Math.Min(list.Matching.Max(entry => entry.Value.Length), area.Width / 2);
        int first = FirstShown(list.Index, rows.Height, list.Matching.Count);
        for (int i = 0; i < rows.Height && first + i < list.Matching.Count; i++)
        {
            (string value, string note) = list.Matching[first + i];
            frame.Write(rows.X + 1, rows.Y + i, value, Tone.Normal, width);
            frame.Write(rows.X + width + 3, rows.Y + i, note, Tone.Dim, rows.Width - width - 4);
            if (first + i == list.Index)
            {
                frame.Select(rows.X, rows.Y + i, rows.Width);
            }
        }
    }

    /// <summary>The first line of a list to show so that the chosen one is in sight.</summary>
    /// <param name="index">The chosen line.</param>
    /// <param name="rows">How many can be shown.</param>
    /// <param name="count">How many there are.</param>
    public static int FirstShown(int index, int rows, int count) => Math.Clamp(index - (rows / 2), 0, Math.Max(0, count - rows));

    private static Area Centre(Frame frame, int width, int height, string title, string note = "") =>
        frame.Box(new Area((frame.Width - width) / 2, Math.Max(0, (frame.Height - height) / 2), width, height), title, note);
}
