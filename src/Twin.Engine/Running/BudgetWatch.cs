using Twin.Engine.Stepping;

namespace Twin.Engine.Running;

/// <summary>Finds components that are over their time budget in many steps in a row. For the stepping thread.</summary>
/// <remarks>
/// A step in which the thread was kept waiting for a processor is no fault of the component that was being called: where <see cref="RunnerOptions.Accounts"/> tell, that time is taken off, and a step that is
/// within the budget then neither counts nor ends the row.
/// </remarks>
/// <param name="budget">What a component may take of a step.</param>
/// <param name="overruns">Steps in a row that are too many.</param>
internal sealed class BudgetWatch(TimeSpan budget, int overruns)
{
    private int[] _inRow = [];
    private bool _isClear = true;
    private TimeSpan? _ready;

    /// <summary>Looks at the step that has just ended.</summary>
    /// <param name="timing">Where its time went.</param>
    /// <param name="account">Reads the account of the stepping thread; null when there is none.</param>
    /// <returns>Index of a component that was over its budget in too many steps in a row, whose row begins anew then; -1 if there is none.</returns>
    public int Look(StepTiming timing, Func<ThreadAccount?>? account)
    {
        if (timing.StepSeconds <= budget.TotalSeconds)
        {
            Clear();
            return -1;
        }

        if (_inRow.Length != timing.ComponentCount)
        {
            // At the first step over the budget, and where another chassis has taken the place: the only ones that allocate.
            _inRow = new int[timing.ComponentCount];
        }

        TimeSpan? ready = account?.Invoke()?.Ready;
        double waited = ready is { } now && _ready is { } before ? (now - before).TotalSeconds : 0;
        _ready = ready;
        _isClear = false;
        int found = -1;
        for (int i = 0; i < _inRow.Length; i++)
        {
            double taken = timing.ComponentSeconds(i);
            if (taken <= budget.TotalSeconds)
            {
                _inRow[i] = 0;
            }
            else if (taken - waited > budget.TotalSeconds && ++_inRow[i] >= overruns && found < 0)
            {
                _inRow[i] = 0;
                found = i;
            }
        }

        return found;
    }

    private void Clear()
    {
        if (!_isClear)
        {
            Array.Clear(_inRow);
            _ready = null;
            _isClear = true;
        }
    }
}
