using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Engine.Tests.Running;

/// <summary>What tests ask of a runner, where a refusal is a failure.</summary>
internal static class RunnerCalls
{
    /// <summary>Sends a command that has to take effect.</summary>
    public static async Task<CommandOutcome> DoAsync(this TwinRunner runner, TwinCommand command)
    {
        CommandOutcome outcome = await runner.SendAsync(command);
        Assert.True(outcome.Status == CommandStatus.Applied, outcome.Message);
        return outcome;
    }

    /// <summary>The state as it is between two steps.</summary>
    public static async Task<ChassisState> StateAsync(this TwinRunner runner)
    {
        ChassisState state = runner.Model.NewState();
        await runner.DoAsync(new TwinCommand.Capture(state));
        return state;
    }
}
