using Twin.Engine.Structure;

namespace Twin.Engine.Snapshots;

public sealed partial class SnapshotLibrary
{
    /// <summary>Compares two moments, signal by signal.</summary>
    /// <param name="request">What to compare.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <remarks>A snapshot of another description or plugin build can be compared as long as the same signals lie at the same places.</remarks>
    public async Task<Comparison> CompareAsync(ComparisonRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        MomentState first = await ReadAsync(request.First, request.Origin, cancellationToken).ConfigureAwait(false);
        MomentState second = await ReadAsync(request.Second, request.Origin, cancellationToken).ConfigureAwait(false);
        CompiledChassis chassis = Model.Chassis;
        var differing = new List<ValueDifference>();
        int compared = 0;
        foreach (SignalInfo signal in chassis.Signals)
        {
            if (request.Signals?[signal.Id] == false)
            {
                continue;
            }

            compared++;
            if (IsDifferent(first.Words[signal.Word], second.Words[signal.Word]))
            {
                var difference = new ValueDifference(signal.Path, signal.Unit, first.Words[signal.Word], second.Words[signal.Word]);
                if (!(Math.Abs(difference.Difference) <= request.MinimumDifference) && !(difference.Relative <= request.MinimumRelative))
                {
                    differing.Add(difference);
                }
            }
        }

        Func<ValueDifference, double> size = request.SortsByDifference
            ? static item => double.IsNaN(item.Difference) ? double.PositiveInfinity : Math.Abs(item.Difference)
            : static item => item.Relative;
        ValueDifference[] knobs =
        [
            .. chassis.Parameters.Concat(chassis.Actuators).Concat(chassis.Faults)
                .Where(knob => IsDifferent(first.Words[knob.Word], second.Words[knob.Word]))
                .Select(knob => new ValueDifference(knob.Path, knob.Dimension.Ucum, first.Words[knob.Word], second.Words[knob.Word]))
                .OrderBy(knob => knob.Path, StringComparer.Ordinal),
        ];
        return new Comparison(
            first.Position,
            second.Position,
            first.Chassis.Differences(second.Chassis, $"The second ({second.Moment})"),
            compared,
            differing.Count,
            [.. differing.OrderByDescending(size).ThenBy(item => item.Path, StringComparer.Ordinal).Take(request.Limit)],
            knobs);
    }

    // NaN stands for no value: the same on both sides is no difference; minus zero is zero.
    private static bool IsDifferent(double first, double second) => first != second && !(double.IsNaN(first) && double.IsNaN(second));
}
