namespace Twin.Host.Watching;

/// <summary>Turns what is known and chosen into a picture. A pure function.</summary>
internal static class WatchView
{
    /// <summary>Least columns.</summary>
    public const int LeastWidth = 80;

    /// <summary>Least rows.</summary>
    public const int LeastHeight = 24;

    /// <summary>Draws the picture.</summary>
    /// <param name="model">What is known.</param>
    /// <param name="controls">What is chosen.</param>
    /// <param name="address">The address of the twin.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static Frame Draw(WatchModel model, WatchControls controls, string address, int width, int height)
    {
        var frame = new Frame(Math.Max(1, width), Math.Max(1, height));
        if (width < LeastWidth || height < LeastHeight)
        {
            frame.Write(0, 0, Reading.Text($"{LeastWidth}x{LeastHeight} is needed; this is {width}x{height}."), Tone.Warning, width);
            frame.Write(0, 1, "q quits.", Tone.Dim, width);
            return frame;
        }

        ViewParts.DrawHeader(frame, model, address);
        var page = new Area(0, ViewParts.HeaderRows, width, height - ViewParts.HeaderRows - 1);
        if (controls.Component is { } component && model.Outline is not null)
        {
            ComponentPage.Draw(frame, page, model, component, controls.SignalIndex);
        }
        else
        {
            OverviewPage.Draw(frame, page, model, controls);
        }

        ViewParts.DrawFooter(frame, model);
        ViewParts.DrawDialog(frame, controls.Dialog);
        return frame;
    }
}
