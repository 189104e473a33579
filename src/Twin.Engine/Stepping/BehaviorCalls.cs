using Twin.Contracts;

namespace Twin.Engine.Stepping;

internal readonly struct PowerCall : IBehaviorCall
{
    public static Behavior Behavior => Behavior.StepPower;

    public static StepRights Rights => StepRights.Posts;

    public static void Invoke(ComponentModel component, in StepContext context) => component.Power!.StepPower(in context);
}

internal readonly struct LightCall : IBehaviorCall
{
    public static Behavior Behavior => Behavior.StepLight;

    public static StepRights Rights => StepRights.Posts;

    public static void Invoke(ComponentModel component, in StepContext context) => component.Light!.StepLight(in context);
}

internal readonly struct LinkCall : IBehaviorCall
{
    public static Behavior Behavior => Behavior.StepLink;

    public static StepRights Rights => StepRights.Outputs;

    public static void Invoke(ComponentModel component, in StepContext context) => component.Link!.StepLink(in context);
}

internal readonly struct FlowCall : IBehaviorCall
{
    public static Behavior Behavior => Behavior.StepFlow;

    public static StepRights Rights => StepRights.Outputs;

    public static void Invoke(ComponentModel component, in StepContext context) => component.Flow!.StepFlow(in context);
}

internal readonly struct ControlCall : IBehaviorCall
{
    public static Behavior Behavior => Behavior.StepControl;

    public static StepRights Rights => StepRights.Outputs;

    public static void Invoke(ComponentModel component, in StepContext context) => component.Control!.StepControl(in context);
}

internal readonly struct ResetCall : IBehaviorCall
{
    public static Behavior Behavior => Behavior.Reset;

    public static StepRights Rights => StepRights.Outputs;

    public static void Invoke(ComponentModel component, in StepContext context) => component.Reset!.Reset(in context);
}
