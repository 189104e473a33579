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
        var scale = new DifferenceScale(chassis.Signals, first.Words, second.Words);
        int compared = 0;
        foreach (SignalInfo signal in chassis.Signals)
        {
            if (request.Signals?[signal.Id] == false)
            {
                continue;
            }

            compared++;
            (double one, double other) = (first.Words[signal.Word], second.Words[signal.Word]);
            if (IsDifferent(one, other))
            {
                var difference = new ValueDifference(signal.Path, signal.Unit, one, other) { Scale = scale.Of(signal, one, other) };
                if (!(Math.Abs(difference.Difference) <= request.MinimumDifference) && !(difference.Relative <= request.MinimumRelative) && !(difference.Scaled <= request.MinimumScaled))
                {
                    differing.Add(difference);
                }
            }
        }

        Func<ValueDifference, double> size = request.Order switch
        {
            ComparisonOrder.Absolute => static item => double.IsNaN(item.Difference) ? double.PositiveInfinity : Math.Abs(item.Difference),
            ComparisonOrder.Relative => static item => item.Relative,
            _ => static item => item.Scaled,
        };
        ValueDifference[] knobs =
        [
            .. chassis.Parameters.Concat(chassis.Actuators).Concat(chassis.Faults)
                .Where(knob => IsDifferent(first.Words[knob.Word], second.Words[knob.Word]))
                .Select(knob => new ValueDifference(knob.Path, knob.Dimension.Ucum, first.Words[knob.Word], second.Words[knob.Word]) { Scale = DifferenceScale.Of(knob, first.Words[knob.Word], second.Words[knob.Word]) })
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
