namespace Twin.Host.Watching;

/// <summary>The signals of a component, with their last values as sparklines.</summary>
internal static class ComponentPage
{
    private const int ValueWidth = 16;

    /// <summary>Draws it.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="area">Which part.</param>
    /// <param name="model">What is known.</param>
    /// <param name="component">The component.</param>
    /// <param name="index">The chosen signal.</param>
    public static void Draw(Frame frame, Area area, WatchModel model, WatchedComponent component, int index)
    {
        int[] signals = [.. model.Outline!.SignalsOf(component.Path)];
        Area inside = frame.Box(area, component.Name, Reading.Text($"signal {Math.Min(index + 1, signals.Length)} of {signals.Length}"));
        int x = frame.Write(inside.X + 1, inside.Y, $"{component.Kind}, plugin {component.Plugin}", Tone.Dim, inside.Width - 30);
        string health = model.State(component.Health);
        x = frame.Write(x + 2, inside.Y, health, ViewParts.ToneOf(health));
        frame.Write(x + 2, inside.Y, Reading.Of(model.Value(component.Power), "W"), Tone.Accent);

        frame.Write(inside.X + 1, inside.Y + 1, model.QuarantineOf(component.Path), ViewParts.ToneOf("quarantined"), inside.Width - 2);

        Area rows = inside.SkipRows(2) with { Height = inside.Height - 5 };
        int nameWidth = Math.Min(Math.Max(30, inside.Width / 3), 60);
        int sparkX = rows.X + nameWidth + ValueWidth + 4;
        int sparkWidth = Math.Min(History.Capacity, rows.Right - sparkX - 1);
        int first = ViewParts.FirstShown(index, rows.Height, signals.Length);
        for (int i = 0; i < rows.Height && first + i < signals.Length; i++)
        {
            V1.Signal signal = model.Outline.Signals[signals[first + i]];
            string name = signal.Path[(component.Path.Length + 1)..];
            frame.Write(rows.X + 1, rows.Y + i, name, Tone.Normal, nameWidth);
            (string text, Tone tone) = ReadingOf(model, signal);
            frame.WriteRight(rows.X + nameWidth + ValueWidth + 2, rows.Y + i, text.Length > ValueWidth ? text[..ValueWidth] : text, tone);
            string spark = signal.States.Count > 0 ? string.Empty : model.HistoryOf((int)signal.Id)?.Sparkline(sparkWidth) ?? string.Empty;
            frame.Write(sparkX, rows.Y + i, spark, Tone.Accent);
            if (first + i == index)
            {
                frame.Select(rows.X, rows.Y + i, rows.Width);
            }
        }

        if (signals.Length > 0)
        {
            DrawChosen(frame, inside, model, model.Outline.Signals[signals[Math.Min(index, signals.Length - 1)]]);
        }
    }

    /// <summary>The value of a signal as text, and its look.</summary>
    /// <param name="model">What is known.</param>
    /// <param name="signal">The signal.</param>
    public static (string Text, Tone Tone) ReadingOf(WatchModel model, V1.Signal signal)
    {
        double value = model.Value((int)signal.Id);
        return signal.States.Count == 0
            ? (Reading.Of(value, signal.Unit), Tone.Normal)
            : (model.State((int)signal.Id), (int)signal.Id == (model.Outline?.Components.FirstOrDefault(component => component.Path == signal.Component)?.Health ?? -1) ? ViewParts.ToneOf(model.State((int)signal.Id)) : Tone.Normal);
    }

    private static void DrawChosen(Frame frame, Area inside, WatchModel model, V1.Signal signal)
    {
        frame.Write(inside.X + 1, inside.Bottom - 2, signal.Path, Tone.Title, inside.Width - 2);
        double[] last = [.. (model.HistoryOf((int)signal.Id)?.Last(History.Capacity) ?? []).Where(double.IsFinite)];
        string range = last.Length == 0 || signal.States.Count > 0 ? string.Empty : $"{Reading.Of(last.Min(), signal.Unit)} to {Reading.Of(last.Max(), signal.Unit)}";
        frame.WriteRight(inside.Right - 1, inside.Bottom - 2, range, Tone.Dim);
        string states = signal.States.Count == 0 ? string.Empty : $" ({string.Join(", ", signal.States)})";
        frame.Write(inside.X + 1, inside.Bottom - 1, signal.Description + states, Tone.Dim, inside.Width - 2);
    }
}
