using System.Globalization;
using System.Reflection;

namespace Twin.Contracts.Tests.Stepping;

/// <summary>Nothing but spans of the state block and plain numbers crosses a step, so that a part can be stepped in another process without a change to it.</summary>
public class StepBoundaryTests
{
    [Fact]
    public void StepContext_EverythingReachable_IsSpansOfNumbersAndNumbers() => Assert.Empty(StepBoundary.Violations(typeof(StepContext)));

    [Fact]
    public void StepContext_ViewsOfTheContract_AreAllReachable()
    {
        // None is left out of the check above.
        IEnumerable<Type> views = typeof(StepContext).Assembly.GetExportedTypes().Where(type => type.IsByRefLike);
        Assert.Equal(views.ToHashSet(), StepBoundary.Views(typeof(StepContext)));
    }

    [Fact]
    public void Behaviors_Methods_TakeAStepContextAndGiveNothing()
    {
        MethodInfo[] methods =
        [
            .. typeof(IComponent).Assembly.GetExportedTypes().Where(type => type.IsInterface && type.Name.EndsWith("Behavior", StringComparison.Ordinal))
                .SelectMany(type => type.GetMethods()),
        ];
        Assert.Equal(6, methods.Length);
        Assert.All(methods, method => Assert.Equal(typeof(void), method.ReturnType));
        Assert.All(methods, method =>
        {
            ParameterInfo parameter = Assert.Single(method.GetParameters());
            Assert.True(parameter.IsIn);
            Assert.Equal(typeof(StepContext).MakeByRefType(), parameter.ParameterType);
        });
    }

    [Fact]
    public void Violations_ViewThatLetsObjectsThrough_AreFound() =>
        Assert.Equal(
            [
                "Leaky.Any: what it gives: any type at all",
                "Leaky.Name: name: String",
                "Leaky.Wrapped: what it gives.Text: String",
                "Leaky._log: Action`1",
                "Leaky._things: Object",
                "Other.Array: Double[]",
            ],
            StepBoundary.Violations(typeof(Leaky)).Order(StringComparer.Ordinal));

    private readonly struct Wrapper(string text)
    {
        public readonly string Text = text;
        public readonly double Number = 1;
    }

    private readonly ref struct Other(double[] array)
    {
        public readonly double[] Array = array;
    }

    private readonly ref struct Leaky(Action<string> log, object[] things)
    {
        private readonly Action<string> _log = log;

        private readonly ReadOnlySpan<object> _things = things;

        public double Fine(int number) => number + _things.Length;

        public Other Next() => new([_things.Length]);

        public T Any<T>() => (T)_things[0];

        public Wrapper Wrapped() => new(_things.Length.ToString(CultureInfo.InvariantCulture));

        public void Name(string name) => _log(name);
    }
}
