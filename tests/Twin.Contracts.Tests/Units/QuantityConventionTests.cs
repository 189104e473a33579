using System.Reflection;
using System.Runtime.CompilerServices;
using Twin.Units;

namespace Twin.Contracts.Tests.Units;

public sealed class QuantityConventionTests
{
    // A conversion there and back is two roundings, each of half an ulp, or a logarithm and a power; four ulps hold all of them
    // but decibels, where the exponent magnifies the error of the logarithm by ln(10) x |dB| / 10.
    private const double LinearTolerance = 4 * 2.220446049250313e-16;
    private const double LogarithmicTolerance = 1e-13;

    public static TheoryData<Type> Quantities => [.. QuantityTypes.All];

    [Fact]
    public void All_Quantities_AreThirtyEight() => Assert.Equal(38, QuantityTypes.All.Count);

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Quantity_Layout_IsReadonlyStructOfEightBytes(Type quantity)
    {
        Assert.NotNull(quantity.GetCustomAttribute<IsReadOnlyAttribute>());
        Assert.Equal(8, (int)Generic(nameof(SizeOf), quantity).Invoke(null, null)!);
        FieldInfo[] fields = quantity.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        Assert.Single(fields);
        Assert.True(fields[0].IsInitOnly && fields[0].IsPrivate);
        Assert.Equal(quantity == typeof(Duration) ? typeof(long) : typeof(double), fields[0].FieldType);
        Assert.Empty(quantity.GetConstructors());
        Assert.DoesNotContain(quantity.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic), field => !field.IsLiteral);
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Quantity_Dimension_IsRegisteredUnderItsName(Type quantity)
    {
        Dimension dimension = QuantityTypes.DimensionOf(quantity);
        Assert.Single(Dimensions.All, dimension);
        Assert.Same(dimension, typeof(Dimensions).GetProperty(quantity.Name)!.GetValue(null));
        Assert.Equal(QuantityTypes.All.Count, Dimensions.All.Count);
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Quantity_EveryFactory_HasItsProperty(Type quantity)
    {
        Assert.NotEmpty(QuantityTypes.NamedFactories(quantity));
        foreach (MethodInfo factory in QuantityTypes.NamedFactories(quantity))
        {
            PropertyInfo? property = quantity.GetProperty(factory.Name["From".Length..]);
            Assert.NotNull(property);
            Assert.Equal(Assert.Single(factory.GetParameters()).ParameterType, property.PropertyType);
            Assert.Null(property.SetMethod);
        }
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Quantity_FactoryThenProperty_GivesTheNumberBack(Type quantity)
    {
        foreach (MethodInfo factory in DoubleFactories(quantity))
        {
            PropertyInfo property = quantity.GetProperty(factory.Name["From".Length..])!;
            bool isRatio = property.Name is "PowerRatio" or "AmplitudeRatio" or "PerHertz";
            double tolerance = isRatio || property.Name == "Dbm" ? LogarithmicTolerance : LinearTolerance;
            foreach (double number in new[] { 1.0, 2.5, 7.0, 123.456, 1310.0, -3.0, -40.25 })
            {
                if (number < 0 && isRatio)
                    continue;
                object made = factory.Invoke(null, [number])!;
                double back = (double)property.GetValue(made)!;
                // The kelvin scale adds 273.15, whose rounding stays when the number itself is small.
                double magnitude = quantity == typeof(Temperature) ? Math.Abs(number) + 273.15 : Math.Abs(number);
                // A duration is a whole count: half a nanosecond of at least a microsecond scale.
                double allowed = quantity == typeof(Duration) ? Math.Max(1e-3, tolerance * magnitude) : tolerance * magnitude;
                Assert.InRange(Math.Abs(back - number), 0, allowed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Quantity_NotANumber_IsRefusedByNamedFactoriesOnly(Type quantity)
    {
        foreach (MethodInfo factory in DoubleFactories(quantity))
        {
            TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => factory.Invoke(null, [double.NaN]));
            Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException);
        }
        Generic(nameof(AssertFromSiTakesAnything), quantity).Invoke(null, null);
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Quantity_OrderMinMaxClamp_FollowTheNumber(Type quantity)
    {
        Generic(nameof(AssertOrder), quantity).Invoke(null, null);
        object low = FromSi(quantity, 1), high = FromSi(quantity, 2), above = FromSi(quantity, 3);
        Assert.Equal(low, quantity.GetMethod("Min")!.Invoke(null, [low, high]));
        Assert.Equal(high, quantity.GetMethod("Max")!.Invoke(null, [low, high]));
        Assert.Equal(high, quantity.GetMethod("Clamp")!.Invoke(null, [above, low, high]));
        Assert.Equal(low, quantity.GetMethod("Clamp")!.Invoke(null, [FromSi(quantity, 0), low, high]));
        Assert.Equal(low, quantity.GetMethod("Clamp")!.Invoke(null, [above, high, low]));
        Assert.True((bool)quantity.GetMethod("op_LessThan")!.Invoke(null, [low, high])!);
        Assert.False((bool)quantity.GetMethod("op_GreaterThan")!.Invoke(null, [low, high])!);
        Assert.True((bool)quantity.GetMethod("op_LessThanOrEqual")!.Invoke(null, [low, low])!);
        Assert.True((bool)quantity.GetMethod("op_GreaterThanOrEqual")!.Invoke(null, [low, low])!);
    }

    [Fact]
    public void Operators_OnScales_DoNotExist()
    {
        // Sums of two points on a scale, their multiples and their ratios have no meaning; neither has the plain sum of two noises.
        foreach (Type scale in new[] { typeof(Temperature), typeof(RelativeIntensityNoise) })
        {
            Assert.Null(scale.GetMethod("op_Addition", [scale, scale]));
            Assert.Null(scale.GetMethod("op_Division", [scale, scale]));
            Assert.Null(scale.GetMethod("op_Multiply", [scale, typeof(double)]));
            Assert.Null(scale.GetMethod("op_UnaryNegation", [scale]));
            Assert.Null(scale.GetProperty("Zero"));
        }
        Assert.Null(typeof(NoiseCurrentDensity).GetMethod("op_Addition"));
        Assert.Null(typeof(NoiseVoltageDensity).GetMethod("op_Addition"));
    }

    [Fact]
    public void Conversions_ToOrFromDouble_OnlyRatioHasOne() =>
        Assert.Equal([typeof(Ratio)], QuantityTypes.All.Where(type => type.GetMethods().Any(method => method.Name is "op_Implicit" or "op_Explicit")));

    private static IEnumerable<MethodInfo> DoubleFactories(Type quantity) =>
        QuantityTypes.NamedFactories(quantity).Where(factory => factory.GetParameters()[0].ParameterType == typeof(double));

    private static object FromSi(Type quantity, double si) => quantity.GetMethod("FromSi")!.Invoke(null, [si])!;

    private static MethodInfo Generic(string name, Type quantity) =>
        typeof(QuantityConventionTests).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(quantity);

    private static int SizeOf<T>() => Unsafe.SizeOf<T>();

    private static void AssertFromSiTakesAnything<T>()
        where T : struct, IQuantity<T>
    {
        foreach (double number in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 0 })
        {
            if (typeof(T) != typeof(Duration))
                Assert.Equal(number, T.FromSi(number).Si);
            Assert.False(string.IsNullOrEmpty(T.FromSi(number).ToString()));
        }
    }

    private static void AssertOrder<T>()
        where T : struct, IQuantity<T>
    {
        Assert.True(T.FromSi(1).CompareTo(T.FromSi(2)) < 0);
        Assert.Equal(0, T.FromSi(1).CompareTo(T.FromSi(1)));
        Assert.True(T.FromSi(1).Equals(T.FromSi(1)));
        Assert.Equal(0, default(T).Si);
    }
}
