using Twin.Engine.Structure;

namespace Twin.Engine.Tests.Structure;

/// <summary>What counts as a slip of the hand.</summary>
public sealed class NearestNamesTests
{
    [Theory]
    [InlineData("boad", "board")] // a letter missing
    [InlineData("boarrd", "board")] // one too much
    [InlineData("boerd", "board")] // a wrong one
    [InlineData("baordwalk-left-uper", "boardwalk-left-upper")] // two neighbours swapped and one missing
    [InlineData("Heater_Power", "heater-power")] // case and underscore
    [InlineData("abc", "a")] // two of three
    public void Find_SlipOfTheHand_IsFound(string wrong, string known) => Assert.Equal([known], NearestNames.Find(wrong, ["other", known, "elsewhere"], 2));

    [Theory]
    [InlineData("")]
    [InlineData("ab")] // all letters would change
    [InlineData("bottles")] // four of seven
    public void Find_AnotherWord_IsNotFound(string wrong) => Assert.Empty(NearestNames.Find(wrong, ["to", "by", "board", string.Empty], 3));

    [Fact]
    public void Find_SwappedNeighbours_CountOne() => Assert.Equal(["abcd", "bcad"], NearestNames.Find("bacd", ["bcad", "zzzz", "abcd"], 3));

    [Fact]
    public void Find_SeveralNear_NearestFirstThenByName() => Assert.Equal(["fan1", "fan10", "fan2"], NearestNames.Find("fan1", ["fan3", "fan2", "fan10", "fan1"], 3));

    [Fact]
    public void Find_LongerThanAnyName_IsNotLookedAt() => Assert.Empty(NearestNames.Find(new string('a', 129), [new string('a', 129)], 1));
}
