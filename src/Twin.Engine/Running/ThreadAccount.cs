namespace Twin.Engine.Running;

/// <summary>How the system shared its processors out to a thread since the thread began.</summary>
/// <param name="Processor">Time on a processor.</param>
/// <param name="Ready">Time in which it was ready to run and others had the processors.</param>
/// <param name="Condition">What it is doing.</param>
public readonly record struct ThreadAccount(TimeSpan Processor, TimeSpan Ready, ThreadCondition Condition);
