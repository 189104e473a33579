using Twin.Contracts;
using Twin.Engine.Structure;

namespace Twin.Engine.Tests;

/// <summary>Texts of events, which are a plugin's.</summary>
public sealed class EventInfoTests
{
    [Theory]
    [InlineData("{0:0.0} K at {1:0}", "2.5 K at 7")]
    [InlineData("no number", "no number")]
    [InlineData("{0", "{0")]
    [InlineData("{2} is one too many", "{2} is one too many")]
    public void Fill_Text_FillsInWhatFits(string text, string expected) =>
        Assert.Equal(expected, new EventInfo(0, "chassis0/fan0/slow", 0, AlarmSeverity.Warning, text, false, -1).Fill(2.5, 7));
}
