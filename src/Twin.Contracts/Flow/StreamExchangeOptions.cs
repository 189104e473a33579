namespace Twin.Contracts;

/// <summary>
/// A heat exchanger between two streams: <c>1/UA = 1/UA_first + 1/UA_second</c>, each side following its flow, then effectiveness and NTU of the arrangement. Heat is the effectiveness times
/// the smaller heat-capacity flow times the difference of the inlet temperatures.
/// </summary>
/// <param name="First">Conductance between wall and first fluid over its flow, with half of the wall.</param>
/// <param name="Second">The same on the other side.</param>
/// <param name="Arrangement">How the streams pass each other.</param>
/// <remarks>The metal between has no heat capacity; where that matters, couple a node to one of the fluids.</remarks>
public sealed record StreamExchangeOptions(ExchangeOptions First, ExchangeOptions Second, ExchangerArrangement Arrangement = ExchangerArrangement.CounterFlow);
