namespace Twin.Host.Watching;

/// <summary>A lane with little margin, and why.</summary>
/// <param name="Name">Path of the lane without the chassis.</param>
/// <param name="Direction"><c>tx</c> where the far end decides, <c>rx</c> where this end does.</param>
/// <param name="MarginDb">Its margin in decibels.</param>
/// <param name="Cause">What limits it: <c>link</c>, <c>light</c> or <c>heat</c>.</param>
/// <param name="Detail">More of it in a word or two; may be empty.</param>
/// <param name="Port">The port whose worst lane it is; empty if it is of none, or dark.</param>
internal sealed record LaneVerdict(string Name, string Direction, double MarginDb, string Cause, string Detail, string Port)
{
    // The engine reports -40 dB for a lane that carries nothing; no lane that carries something comes near.
    private const double DeadDb = -30;
    private const double DarkShare = 0.01;
    private const double WeakShare = 0.5;

    private static readonly Dictionary<string, (string Cause, string Detail)> Terms = new(StringComparer.Ordinal)
    {
        ["transmitter-noise"] = ("link", "tx noise"),
        ["crosstalk"] = ("link", "crosstalk"),
        ["relative-intensity-noise"] = ("light", "laser noise"),
        ["receiver-noise"] = ("light", "rx noise"),
        ["shot-noise"] = ("light", "shot noise"),
        ["inter-symbol-interference"] = ("link", "ISI"),
        ["jitter"] = ("link", "jitter"),
        ["multi-path-interference"] = ("light", "reflections"),
        ["level-mismatch"] = ("link", "levels"),
    };

    /// <summary>Whether it carries nothing.</summary>
    public bool IsDead => MarginDb < DeadDb;

    /// <summary>The lanes with the least margin, worst first.</summary>
    /// <param name="model">What is known.</param>
    /// <param name="count">At most how many.</param>
    /// <remarks>
    /// The cause is the first of these that holds. Light: what the lane sends is under 1 % of, or 3 dB below, the median of its component's lanes. Heat: its
    /// component is above its first limit. Else what the port names as the largest term of its worst lane, known from its margin, which is the lane's own bit for bit.
    /// Of the lanes of a port that have margin, only its worst is listed: the others are like it.
    /// </remarks>
    public static IReadOnlyList<LaneVerdict> Worst(WatchModel model, int count)
    {
        if (model.Outline is not { } outline)
        {
            return [];
        }

        Dictionary<(double, bool), WatchedPort> ports = [];
        foreach (WatchedPort port in outline.Ports.Where(port => model.Value(port.Margin) > DeadDb))
        {
            ports.TryAdd((model.Value(port.Margin), model.State(port.Direction) == "transmit"), port);
        }

        Dictionary<string, double> medians = [];
        return
        [
            .. outline.Lanes.Where(lane => double.IsFinite(model.Value(lane.Margin))).OrderBy(lane => model.Value(lane.Margin)).Select(Judge).OfType<LaneVerdict>().Take(count),
        ];

        LaneVerdict? Judge(WatchedLane lane)
        {
            double margin = model.Value(lane.Margin);
            WatchedPort? port = ports.GetValueOrDefault((margin, lane.IsSent));
            (string Cause, string Detail)? why = LightOf(lane, margin) ?? HeatOf(lane) ?? TermOf(port) ?? (margin < DeadDb ? ("link", "no signal") : margin < 0 ? ("link", string.Empty) : null);
            return why is { } known ? new LaneVerdict(lane.Name, lane.IsSent ? "tx" : "rx", margin, known.Cause, known.Detail, port?.Name ?? string.Empty) : null;
        }

        (string, string)? LightOf(WatchedLane lane, double margin)
        {
            double light = model.Value(lane.Light);
            if (!double.IsFinite(light))
            {
                return null;
            }

            if (!medians.TryGetValue(lane.Component, out double median))
            {
                double[] all = [.. outline.Lanes.Where(other => other.Light >= 0 && other.Component == lane.Component).Select(other => model.Value(other.Light)).Order()];
                medians[lane.Component] = median = all[all.Length / 2];
            }

            if (light <= DarkShare * median || (light <= 0 && margin < DeadDb))
            {
                return ("light", "none");
            }

            return light < WeakShare * median ? ("light", Reading.Text($"{10 * Math.Log10(light / median):F0} dB")) : null;
        }

        (string, string)? HeatOf(WatchedLane lane)
        {
            WatchedTemperature? hot = outline.Temperatures.FirstOrDefault(body => body.Component == lane.Component && body.LimitsC.Count > 0 && model.Value(body.Signal) > body.LimitsC[0]);
            return hot is null ? null : ("heat", Reading.Text($"{model.Value(hot.Signal):F0} degC"));
        }

        (string, string)? TermOf(WatchedPort? port)
        {
            string term = port is null ? string.Empty : model.State(port.Term);
            return term.Length == 0 ? null : Terms.TryGetValue(term, out (string, string) known) ? known : ("link", term);
        }
    }
}
