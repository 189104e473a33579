namespace Twin.Engine.Stepping;

/// <summary>Ends a thread that was given up while a call of a component was under way, and whose call has returned after all: another thread has its place.</summary>
internal sealed class CallGivenUpException : Exception
{
    public CallGivenUpException()
        : base("The call returned after its thread was given up.")
    {
    }
}
