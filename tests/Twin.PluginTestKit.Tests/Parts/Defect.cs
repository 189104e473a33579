namespace Twin.PluginTestKit.Tests.Parts;

/// <summary>The one thing that is wrong with a part.</summary>
public enum Defect
{
    None,
    DescribesByAStatic,
    ThrowsInACorner,
    DescribesWronglyInACorner,
    RefusesItsDefaults,
    AllocatesInStepPower,
    AllocatesInControlWithAFault,
    CountsInAStatic,
    CountsInAField,
    KeepsAFieldFromReset,
    LosesHeat,
    ChargesLightBeforeItCame,
    LeavesLightOnWithoutPower,
    ForgetsTheFluid,
    LeavesTheRangeOfItsSignal,
    ThrowsWithAFault,
    DividesByADeadRail,
    HasNoSuchState,
    CountsBackwards,
    CouplesNegatively,
    Cools,
    IsSlow,
    NeverReturns,
}
