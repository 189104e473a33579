using System.Diagnostics;

namespace Twin.Engine.Stepping;

/// <summary>Where the time of the last step went. Observes only: nothing in a state depends on it.</summary>
public sealed class StepTiming
{
    private readonly long[] _stages = new long[(int)Stage.Publish + 1];
    private readonly long[] _components;
    private long _last;

    internal StepTiming(int components) => _components = new long[components];

    /// <summary>Number of components.</summary>
    public int ComponentCount => _components.Length;

    /// <summary>Duration of the last step in seconds.</summary>
    public double StepSeconds { get; private set; }

    /// <summary>The stage that took longest in the last step.</summary>
    public Stage LongestStage => (Stage)Largest(_stages);

    /// <summary>Index of the component that took longest in the last step.</summary>
    public int LongestComponent => Largest(_components);

    /// <summary>Duration of a stage of the last step in seconds.</summary>
    /// <param name="stage">The stage.</param>
    public double StageSeconds(Stage stage) => _stages[(int)stage] / (double)Stopwatch.Frequency;

    /// <summary>Time a component took in the last step, all behaviours together, in seconds.</summary>
    /// <param name="component">Its index.</param>
    public double ComponentSeconds(int component) => _components[component] / (double)Stopwatch.Frequency;

    internal void Begin()
    {
        Array.Clear(_components);
        _last = Stopwatch.GetTimestamp();
        StepSeconds = 0;
    }

    internal void End(Stage stage, long now)
    {
        _stages[(int)stage] = now - _last;
        StepSeconds += (now - _last) / (double)Stopwatch.Frequency;
        _last = now;
    }

    internal void Add(int component, long ticks) => _components[component] += ticks;

    private static int Largest(long[] values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
