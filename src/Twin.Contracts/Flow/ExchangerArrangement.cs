namespace Twin.Contracts;

/// <summary>How two streams pass each other in a heat exchanger.</summary>
public enum ExchangerArrangement
{
    /// <summary>In opposite directions: plates, tube in tube.</summary>
    CounterFlow,

    /// <summary>At right angles, neither mixed: finned tubes, a radiator.</summary>
    CrossFlow,

    /// <summary>In the same direction.</summary>
    ParallelFlow,
}
