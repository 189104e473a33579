namespace Twin.Engine.Running;

/// <summary>Tells how the system shared its processors out to a thread. Implemented where the system may be asked.</summary>
public interface IThreadAccounts
{
    /// <summary>Opens the account of the thread that calls.</summary>
    /// <returns>Reads it, from any thread, without allocation; gives null when it cannot be read, as after the end of the thread.</returns>
    Func<ThreadAccount?> OfThisThread();
}
