namespace Twin.Host.Watching;

/// <summary>The first page: components, temperatures, powers, worst lanes, cooling, alarms and events; on wide screens also the signals of the chosen component.</summary>
internal static class OverviewPage
{
    /// <summary>From this many columns on the chosen component is shown beside the rest.</summary>
    public const int WideWidth = 160;

    private const int NearLimitK = 10;

    /// <summary>Draws it.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="area">Which part; at least 80 columns and 21 rows.</param>
    /// <param name="model">What is known.</param>
    /// <param name="controls">What is chosen.</param>
    public static void Draw(Frame frame, Area area, WatchModel model, WatchControls controls)
    {
        int treeWidth = Math.Clamp(area.Width / 5, 24, 34);
        DrawTree(frame, area with { Width = treeWidth }, model, controls);
        Area rest = area.SkipColumns(treeWidth);
        if (area.Width >= WideWidth)
        {
            Area beside = rest.SkipColumns(rest.Width * 3 / 5);
            DrawChosen(frame, beside, model, controls);
            rest = rest with { Width = rest.Width - beside.Width };
        }

        int eventRows = Math.Max(7, rest.Height / 4);
        int laneRows = Math.Max(6, rest.Height / 4);
        Area top = rest with { Height = rest.Height - eventRows - laneRows };
        Area middle = rest.SkipRows(top.Height) with { Height = laneRows };
        int hotWidth = top.Width * 4 / 7;
        DrawTemperatures(frame, top with { Width = hotWidth }, model);
        DrawPowers(frame, top.SkipColumns(hotWidth), model);
        int coolingWidth = Math.Max(19, middle.Width / 3);
        DrawLanes(frame, middle with { Width = middle.Width - coolingWidth }, model);
        DrawCooling(frame, middle.SkipColumns(middle.Width - coolingWidth), model);
        DrawEvents(frame, rest.SkipRows(top.Height + laneRows), model);
    }

    private static void DrawTree(Frame frame, Area area, WatchModel model, WatchControls controls)
    {
        IReadOnlyList<TreeRow> tree = controls.Tree(model);
        Area inside = frame.Box(area, "Chassis", Reading.Text($"{model.Outline?.Components.Count ?? 0}"));
        int first = ViewParts.FirstShown(controls.TreeIndex, inside.Height, tree.Count);
        for (int i = 0; i < inside.Height && first + i < tree.Count; i++)
        {
            TreeRow row = tree[first + i];
            int y = inside.Y + i;
            bool isFamily = row.Member is null;
            bool isOpen = isFamily && first + i + 1 < tree.Count && tree[first + i + 1].Family == row.Family;
            WatchedComponent[] members = isFamily ? [.. row.Family.Members] : [row.Member!];
            (string health, int others) = WorstHealth(model, members);
            Tone tone = ViewParts.ToneOf(health);
            int x = inside.X + (!isFamily && row.Family.Members.Count > 1 ? 2 : 0);
            frame.Write(x, y, isFamily ? (isOpen ? "▾" : "▸") : " ", Tone.Dim);
            frame.Write(x + 1, y, health is "ok" or "" ? "●" : "▲", tone);
            double watts = members.Sum(member => Finite(model.Value(member.Power)));
            string power = watts == 0 ? string.Empty : Reading.Text($"{watts:F1} W");
            string label = isFamily ? row.Family.Label : row.Member!.Name;
            bool isWell = health is "ok" or "";
            frame.Write(x + 3, y, label, Tone.Normal, inside.Right - x - 4 - (isWell ? power.Length : 9));
            frame.WriteRight(inside.Right, y, isWell ? power : others > 1 ? Reading.Text($"{others} {health}") : health, isWell ? Tone.Dim : tone);
            if (first + i == controls.TreeIndex)
            {
                frame.Select(inside.X, y, inside.Width);
            }
        }
    }

    // The worst health, and how many have it.
    private static (string Health, int Count) WorstHealth(WatchModel model, WatchedComponent[] members)
    {
        var worst = members.Select(member => model.State(member.Health)).GroupBy(health => health).MaxBy(group => group.Key switch
        {
            "ok" => 0,
            "" => 1,
            "absent" => 2,
            "inserting" => 3,
            "degraded" => 4,
            "failed" => 5,
            _ => 6,
        })!;
        return (worst.Key, worst.Count());
    }

    private static void DrawTemperatures(Frame frame, Area area, WatchModel model)
    {
        double throttle = model.Outline is { } outline ? outline.Throttles.Select(model.Value).Where(double.IsFinite).DefaultIfEmpty(0).Max() : 0;
        Area inside = frame.Box(area, "Temperatures", throttle > 0 ? string.Empty : "to the limit");
        if (throttle > 0)
        {
            string note = Reading.Text($" throttled {throttle * 100:F0} % ");
            frame.WriteRight(area.Right - 1, area.Y, note, Tone.Critical);
        }

        // Nearest to its first limit first; then what has none, hottest first.
        WatchedTemperature[] worst =
        [
            .. (model.Outline?.Temperatures ?? []).Where(body => double.IsFinite(model.Value(body.Signal)))
                .OrderBy(body => body.LimitsC.Count > 0 ? body.LimitsC[0] - model.Value(body.Signal) : double.PositiveInfinity)
                .ThenByDescending(body => model.Value(body.Signal)).Take(inside.Height),
        ];
        int barWidth = inside.Width >= 46 ? inside.Width - 34 : 0;
        for (int i = 0; i < worst.Length; i++)
        {
            WatchedTemperature body = worst[i];
            double value = model.Value(body.Signal);
            double left = body.LimitsC.Count > 0 ? body.LimitsC[0] - value : double.PositiveInfinity;
            int passed = body.LimitsC.Count(limit => value > limit);
            Tone tone = passed > 1 ? Tone.Critical : passed > 0 ? Tone.Warning : left < NearLimitK ? Tone.Accent : Tone.Normal;
            int y = inside.Y + i;
            int nameWidth = inside.Width - 14 - (barWidth > 0 ? barWidth + 1 : 0);
            frame.Write(inside.X, y, body.Name, Tone.Normal, nameWidth);
            frame.WriteRight(inside.X + nameWidth + 6, y, Reading.Text($"{value:F1}"), tone);
            frame.WriteRight(inside.X + nameWidth + 14, y, double.IsInfinity(left) ? "-" : Reading.Text($"{left:+0.0;-0.0;0.0} K"), double.IsInfinity(left) ? Tone.Dim : tone);
            if (barWidth > 0 && !double.IsInfinity(left))
            {
                int full = (int)Math.Clamp(Math.Round(barWidth * value / body.LimitsC[0]), 0, barWidth);
                frame.Write(frame.Write(inside.Right - barWidth, y, new string('█', full), tone == Tone.Normal ? Tone.Good : tone), y, new string('░', barWidth - full), Tone.Dim);
            }
        }
    }

    private static void DrawPowers(Frame frame, Area area, WatchModel model)
    {
        Area inside = frame.Box(area, "Power");
        if (model.Outline is not { } outline)
        {
            return;
        }

        frame.Write(inside.X, inside.Y, "inlet", Tone.Normal);
        string energy = inside.Width > 30 ? Reading.Text($"{model.Value(outline.EnergyPerBit) * 1e12:F2} pJ/bit   ") : string.Empty;
        frame.WriteRight(inside.Right, inside.Y, energy + Reading.Text($"{model.Value(outline.InletPower):F1} W"), Tone.Accent);
        List<(string Name, double Watts)> families =
        [
            .. outline.Groups.Select(family => (family.Label, family.Members.Sum(member => Finite(model.Value(member.Power))))).Where(entry => entry.Item2 > 0).OrderByDescending(entry => entry.Item2),
        ];
        int rows = inside.Height - 1;
        int railRows = Math.Min(outline.Rails.Count, Math.Max(rows / 2, rows - families.Count - 1));
        int y = inside.Y + 1;
        foreach ((string name, double watts) in families.Take(rows - railRows))
        {
            frame.Write(inside.X, y, name, Tone.Normal, inside.Width - 9);
            frame.WriteRight(inside.Right, y++, Reading.Text($"{watts:F1} W"));
        }

        foreach (WatchedRail rail in outline.Rails.OrderByDescending(rail => Finite(model.Value(rail.Power))).Take(railRows))
        {
            frame.Write(inside.X, y, rail.Name, Tone.Dim, inside.Width - 17);
            frame.WriteRight(inside.Right - 9, y, Reading.Text($"{model.Value(rail.Voltage):F3} V"), Tone.Dim);
            frame.WriteRight(inside.Right, y++, Reading.Text($"{model.Value(rail.Power):F1} W"), Tone.Dim);
        }
    }

    private static void DrawLanes(Frame frame, Area area, WatchModel model)
    {
        Area inside = frame.Box(area, "Worst lanes", "dB");
        IReadOnlyList<LaneVerdict> worst = LaneVerdict.Worst(model, inside.Height);
        int portWidth = inside.Width >= 50 ? 10 : 0;
        int nameWidth = Math.Min(24, inside.Width - 7 - 4 - (portWidth > 0 ? 18 : 11) - portWidth);
        for (int i = 0; i < worst.Count; i++)
        {
            LaneVerdict lane = worst[i];
            int y = inside.Y + i;
            Tone tone = lane.MarginDb < 0 ? Tone.Critical : lane.MarginDb < 0.3 ? Tone.Warning : Tone.Normal;
            frame.WriteRight(inside.X + 6, y, lane.IsDead ? "dead" : Reading.Text($"{lane.MarginDb:+0.00;-0.00;0.00}"), tone);
            frame.Write(inside.X + 7, y, lane.Name, Tone.Normal, nameWidth);
            int x = frame.Write(inside.X + 8 + nameWidth, y, lane.Direction, Tone.Dim) + 1;
            if (portWidth > 0)
            {
                frame.Write(x, y, lane.Port, Tone.Dim, portWidth - 1);
                x += portWidth;
            }

            // Where it is narrow, the detail alone: most of them imply the cause.
            string reason = lane.Detail.Length == 0 ? lane.Cause : $"{lane.Cause} {lane.Detail}";
            reason = reason.Length <= inside.Right - x ? reason : lane.Detail;
            frame.Write(x, y, reason, lane.MarginDb < 0 ? tone : Tone.Accent, inside.Right - x);
        }
    }

    private static void DrawCooling(Frame frame, Area area, WatchModel model)
    {
        Area inside = frame.Box(area, "Cooling");
        if (model.Outline is not { } outline)
        {
            return;
        }

        List<(string Name, string Value, Tone Tone)> rows = [];
        foreach (var kind in outline.Rotors.GroupBy(rotor => rotor.IsPump))
        {
            double[] ratios = [.. kind.Select(rotor => Finite(model.Value(rotor.Ratio)) * 100)];
            rows.Add((Reading.Text($"{ratios.Length} {(kind.Key ? "pumps" : "fans")}"), Reading.Text($"{ratios.Min():F0}-{ratios.Max():F0} %"), ratios.Min() < 5 ? Tone.Critical : Tone.Normal));
            rows.Add((kind.Key ? "coolant" : "air", Reading.Of(kind.Sum(rotor => Finite(model.Value(rotor.Flow))), "m3/s"), Tone.Normal));
        }

        rows.AddRange(outline.Fluids.OrderByDescending(model.Value).Select(fluid => (
            outline.Short(outline.Signals[fluid].Path).Split('/')[^2], Reading.Text($"{model.Value(fluid):F1} degC"), Tone.Normal)));
        if (inside.Height >= rows.Count + outline.Rotors.Count)
        {
            rows.AddRange(outline.Rotors.Select(rotor => (rotor.Name, Reading.Of(model.Value(rotor.Speed), "{revolution}/s"), Tone.Dim)));
        }

        for (int i = 0; i < Math.Min(rows.Count, inside.Height); i++)
        {
            frame.Write(inside.X, inside.Y + i, rows[i].Name, Tone.Normal, inside.Width - rows[i].Value.Length - 1);
            frame.WriteRight(inside.Right, inside.Y + i, rows[i].Value, rows[i].Tone);
        }
    }

    private static void DrawEvents(Frame frame, Area area, WatchModel model)
    {
        int active = model.Faults.Count(fault => fault.Value > 0);
        string note = (active > 0 ? Reading.Text($"faults {active}") : string.Empty) + (model.Missed > 0 ? Reading.Text($"  lost {model.Missed}") : string.Empty);
        Area inside = frame.Box(area, Reading.Text($"Alarms {model.AlarmCount}, events"), note.Trim());
        V1.Knob[] faults = [.. model.Faults.Where(fault => fault.Value > 0).Take(Math.Max(1, inside.Height / 3))];
        int rows = inside.Height - faults.Length;
        V1.Event[] alarms = [.. model.Alarms.Take(Math.Max(rows - 2, rows * 2 / 3))];
        HashSet<long> raised = [.. model.Alarms.Select(alarm => alarm.Sequence)];
        V1.Event[] events = [.. model.Events.Reverse().Where(item => !item.IsAlarm || item.IsCleared || !alarms.Any(alarm => alarm.Sequence == item.Sequence)).Take(rows - alarms.Length)];
        int y = inside.Y;
        foreach (V1.Knob fault in faults)
        {
            string text = Reading.Text($"{model.Outline?.Short(fault.Path)} = {fault.Value:0.##}");
            frame.Write(frame.Write(inside.X, y, "× fault ", Tone.Accent), y++, text, Tone.Normal, inside.Width - 8);
        }

        foreach (V1.Event alarm in alarms)
        {
            DrawEvent(frame, inside, y++, model, alarm, "▲", ViewParts.ToneOf(alarm.Severity));
        }

        foreach (V1.Event item in events)
        {
            bool isRaised = raised.Contains(item.Sequence);
            DrawEvent(frame, inside, y++, model, item, isRaised ? "▲" : item.IsCleared ? "○" : "·", isRaised ? ViewParts.ToneOf(item.Severity) : Tone.Dim);
        }
    }

    private static void DrawEvent(Frame frame, Area inside, int y, WatchModel model, V1.Event item, string mark, Tone tone)
    {
        int x = frame.Write(inside.X, y, mark, tone);
        x = frame.Write(x + 1, y, Reading.Text($"{item.Position?.SimulationTimeNs * 1e-9 ?? 0:F1} s"), Tone.Dim) + 1;
        x = frame.Write(x, y, model.Outline?.Short(item.Path) ?? item.Path, tone, inside.Right - x) + 1;
        frame.Write(x, y, item.IsCleared ? "over" : item.Text, Tone.Dim, inside.Right - x);
    }

    private static void DrawChosen(Frame frame, Area area, WatchModel model, WatchControls controls)
    {
        TreeRow? row = controls.Tree(model).ElementAtOrDefault(controls.TreeIndex);
        WatchedComponent? component = row?.Member ?? row?.Family.Members[0];
        Area inside = frame.Box(area, component?.Name ?? string.Empty, "enter for all");
        if (component is null)
        {
            return;
        }

        V1.Signal[] known = [.. model.Outline!.SignalsOf(component.Path).Select(id => model.Outline.Signals[id]).Where(signal => double.IsFinite(model.Value((int)signal.Id))).Take(inside.Height)];
        int nameWidth = inside.Width * 2 / 5;
        for (int i = 0; i < known.Length; i++)
        {
            int y = inside.Y + i;
            frame.Write(inside.X, y, known[i].Path[(component.Path.Length + 1)..], Tone.Normal, nameWidth - 1);
            (string text, Tone tone) = ComponentPage.ReadingOf(model, known[i]);
            frame.WriteRight(inside.X + nameWidth + 14, y, text, tone);
            string spark = known[i].States.Count > 0 ? string.Empty : model.HistoryOf((int)known[i].Id)?.Sparkline(inside.Width - nameWidth - 16) ?? string.Empty;
            frame.Write(inside.X + nameWidth + 16, y, spark, Tone.Accent);
        }
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
