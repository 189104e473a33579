using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>What must hold for any package on any grid.</summary>
public class PackageSystemTests
{
    // 3 mm cells: the reference's lines lie on 1.5 mm, so many cells are mixed.
    private const int Coarse = 25;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Apply_WithoutCoolant_IsSymmetric(double shift)
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, Coarse);
        double[] x = Numbers(system.CellCount, 1);
        double[] y = Numbers(system.CellCount, 2);
        Assert.True(system.IsSymmetric);
        Assert.Equal(1, Dot(y, Applied(system, shift, x)) / Dot(x, Applied(system, shift, y)), 1e-12);
        Assert.True(Dot(x, Applied(system, shift, x)) > 0);
    }

    [Fact]
    public void Apply_OneTemperature_FeelsOnlyFilms()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, Coarse);
        double[] ones = new double[system.CellCount];
        Array.Fill(ones, 1.0);
        double[] expected = new double[system.CellCount];
        double[] film = new double[system.CellCount];
        for (int f = 0; f < 2; f++)
        {
            system.FilmConductances(f, film);
            for (int i = 0; i < film.Length; i++)
            {
                expected[i] += film[i];
            }
        }

        // h in series with half of the first layer: 1 mm of copper, and 1.2 mm of board with 0.5 W/mK.
        double area = 75e-3 * 75e-3;
        Assert.Equal(area / ((1.0 / 9000) + (0.5e-3 / 390)) + (area / ((1.0 / 50) + (0.6e-3 / 0.5))), expected.Sum(), 1e-9);
        double[] product = Applied(system, 0, ones);
        for (int i = 0; i < product.Length; i++)
        {
            // Couplings of up to a few W/K cancel.
            Assert.Equal(expected[i], product[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(32)]
    public void Spread_AnyGrid_GivesEachWattOnce(int cellsAlongX)
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, cellsAlongX);
        double[] shares = new double[system.CellCount];
        double[] ones = new double[system.CellCount];
        Array.Fill(ones, 1.0);
        for (int block = 0; block < system.Model.Blocks.Count; block++)
        {
            system.Spread(block, shares);
            Assert.Equal(1, shares.Sum(), 1e-14);
            Assert.Equal(1, system.BlockAverage(block, ones), 1e-14);
            Assert.Equal(system.BlockCells(block).Length, shares.Count(share => share > 0));
            Assert.All(system.BlockCells(block).ToArray(), cell => Assert.Equal(6, system.LayerOf(cell)));
        }

        // Heat capacity is additive, so that it does not depend on the grid.
        Assert.Equal(ReferencePackage.System(ReferencePackage.WithFilms, 50).StoredEnergyJ(OnesFor(50)), system.StoredEnergyJ(ones), 1e-9);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(50)]
    public void SolveSteady_WattInOneBlock_WarmsAnotherAsTheOtherWarmsIt(int cellsAlongX)
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, cellsAlongX);
        int a = 0;
        int b = system.Model.Blocks.Count - 1;
        Assert.Equal(1, Influence(system, a, b) / Influence(system, b, a), 1e-9);
    }

    [Fact]
    public void SolveSteady_Heated_IsNowhereColderThanFilmsAndHottestWhereHeated()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, Coarse);
        double[] temperaturesC = new double[system.CellCount];
        new PackageSolver(system).SolveSteady(temperaturesC);
        double hottest = Enumerable.Range(0, system.Model.Blocks.Count).Max(block => system.BlockMaximum(block, temperaturesC));
        Assert.All(temperaturesC, temperature => Assert.InRange(temperature, 40, hottest));
    }

    [Fact]
    public void SolveSteady_Unheated_StaysBetweenTheFilms()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, Coarse);
        double[] temperaturesC = new double[system.CellCount];
        PackageBalance balance = new PackageSolver(system).SolveSteady(new double[29], [40, 45], 0, temperaturesC);
        Assert.All(temperaturesC, temperature => Assert.InRange(temperature, 40, 45));
        Assert.InRange(balance.RelativeImbalance, 0, 1e-9);
    }

    [Fact]
    public void SolveSteady_CellsAcrossEdges_ApproachesCellsAlongEdges()
    {
        double[] fine = Averages(PackageGrid.Uniform(ReferencePackage.WithFilms, 100));
        double[] along = Averages(PackageGrid.Uniform(ReferencePackage.WithFilms, 50));
        double[] exact = [.. fine.Zip(along, (f, a) => f + ((f - a) / 3))];

        // Aligned 1.5 mm cells are 0.45 K from the limit of fine grids, cells of that size across the edges 0.6 K at most; twice and three times as fine brings 0.2 and 0.1 K.
        Assert.InRange(Distance(Averages(PackageGrid.Uniform(ReferencePackage.WithFilms, 53)), exact), 0, 0.6);
        Assert.InRange(Distance(Averages(PackageGrid.Uniform(ReferencePackage.WithFilms, 77)), exact), 0, 0.25);
        Assert.InRange(Distance(Averages(PackageGrid.Uniform(ReferencePackage.WithFilms, 107)), exact), 0, 0.15);
        Assert.InRange(Distance(Averages(PackageGrid.FollowingEdges(ReferencePackage.WithFilms, 1e-3)), exact), 0, 0.25);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Conductance_EdgeInsideACell_IsExactWhicheverWayItRuns(bool isAcrossX)
    {
        // Two materials side by side in one cell, between two cells of the one: along the flow their resistances add, across it their conductances.
        PackageMaterial strong = new("strong", 100, 100, 100, 1e6);
        PackageMaterial weak = new("weak", 1, 1, 1, 1e6);
        PackageArea quarter = isAcrossX ? new PackageArea(1e-3, 0, 0.25e-3, 1e-3) : new PackageArea(1e-3, 0, 1e-3, 0.25e-3);
        PackageModel model = new(3e-3, 1e-3, [new PackageLayer("plate", 1e-3, strong, [new PackagePatch(weak, quarter)])], [], [], [], null, 0);
        PackageSystem system = new(model, PackageGrid.Uniform(model, 3));
        double middle = isAcrossX ? 1 / ((0.25 / 1) + (0.75 / 100)) : (0.25 * 1) + (0.75 * 100);
        double expected = 1e-3 / ((0.5 / 100) + (0.5 / middle));
        double[] product = Applied(system, 0, [1, 0, 0]);
        Assert.Equal(expected, product[0], 1e-15);
        Assert.Equal(-expected, product[1], 1e-15);
        Assert.Equal(((0.25 * 1) + (0.75 * 1)) * 1e-3, system.Capacities[1], 1e-15);
    }

    [Theory]
    [InlineData(PackageTimeMethod.BackwardEuler, 2)]
    [InlineData(PackageTimeMethod.TwoStage, 4)]
    public void Step_HalfTheStep_LeavesTheErrorOfItsOrder(PackageTimeMethod method, double ratio)
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, Coarse);
        double[] exact = End(system, PackageTimeMethod.TwoStage, 1280);
        double coarse = Distance(End(system, method, 20), exact);
        double fine = Distance(End(system, method, 40), exact);

        // 1.99 and 4.02 measured; the reference solution's own error is a thousandth of the finer one.
        Assert.Equal(ratio, coarse / fine, 0.05);
    }

    [Fact]
    public void Step_BackwardEuler_StoresWhatCameIn()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, Coarse);
        PackageTransient transient = new(system, 0.01, tolerance: 1e-12);
        double[] powersW = ReferencePackage.NominalPowersW;
        double[] filmsC = ReferencePackage.FilmTemperaturesC(system.Model);
        double before = system.StoredEnergyJ(transient.TemperaturesC);
        for (int step = 0; step < 50; step++)
        {
            transient.Step(powersW, filmsC);
            double stored = system.StoredEnergyJ(transient.TemperaturesC);
            double films = system.FilmHeatW(0, filmsC[0], transient.TemperaturesC) + system.FilmHeatW(1, filmsC[1], transient.TemperaturesC);

            // Stored is some thousand joules: its rounding is 1e-12 of that, over 10 ms.
            Assert.Equal(594 + films, (stored - before) / 0.01, 1e-5);
            before = stored;
        }
    }

    [Fact]
    public void Step_ConductivityFallingWithTemperature_EndsInItsSteadyState()
    {
        PackageModel model = ReferencePackage.WithFilms;
        model = model with
        {
            Layers = [.. model.Layers.Select(layer => layer with
            {
                Patches = [.. layer.Patches.Select(patch => patch.Material.Name == "SILICON" ? patch with { Material = patch.Material with { ConductivityExponent = 1.3 } } : patch)],
            })],
        };
        PackageSystem system = ReferencePackage.System(model, 10);
        double[] steadyC = new double[system.CellCount];
        PackageBalance balance = new PackageSolver(system).SolveSteady(steadyC);
        Assert.Equal(IterationStatus.Converged, balance.Status);
        Assert.InRange(balance.Rounds, 3, 15);
        PackageTransient transient = new(system, 20, PackageTimeMethod.TwoStage);
        for (int step = 0; step < 40; step++)
        {
            Assert.Equal(IterationStatus.Converged, transient.Step(ReferencePackage.NominalPowersW, ReferencePackage.FilmTemperaturesC(model)).Status);
        }

        Assert.InRange(Distance([.. transient.TemperaturesC], steadyC), 0, 1e-4);
        double[] linearC = new double[system.CellCount];
        PackageSystem linear = ReferencePackage.System(ReferencePackage.WithFilms, 10);
        new PackageSolver(linear).SolveSteady(linearC);
        Assert.True(system.BlockMaximum(0, steadyC) > linear.BlockMaximum(0, linearC) + 0.5);
    }

    [Fact]
    public void Step_Twice_GivesTheSameBits()
    {
        double[] first = End(ReferencePackage.System(ReferencePackage.WithFilms, 33), PackageTimeMethod.TwoStage, 20);
        double[] second = End(ReferencePackage.System(ReferencePackage.WithFilms, 33), PackageTimeMethod.TwoStage, 20);
        Assert.True(first.AsSpan().SequenceEqual(second));
    }

    [Theory]
    [InlineData(false, PackageTimeMethod.BackwardEuler)]
    [InlineData(false, PackageTimeMethod.TwoStage)]
    [InlineData(true, PackageTimeMethod.BackwardEuler)]
    public void Step_Warm_AllocatesNothing(bool hasCoolant, PackageTimeMethod method)
    {
        PackageModel model = hasCoolant ? ReferencePackage.WithMicrochannels : ReferencePackage.WithFilms;
        PackageSystem system = ReferencePackage.System(model, Coarse);
        PackageTransient transient = new(system, 0.01, method);
        PackageSolver solver = new(system);
        double[] steadyC = new double[system.CellCount];
        double[] powersW = ReferencePackage.NominalPowersW;
        double[] filmsC = ReferencePackage.FilmTemperaturesC(model);
        long allocated = 0;
        for (int round = 0; round < 2; round++)
        {
            AllocationWindow window = AllocationWindow.Open();
            for (int step = 0; step < 20; step++)
            {
                transient.Step(powersW, filmsC, 30);
            }

            solver.SolveSteady(powersW, filmsC, 30, steadyC);
            allocated = window.Bytes;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Step_PowerNotANumber_SaysSoAndKeepsTheState()
    {
        PackageSystem system = ReferencePackage.System(ReferencePackage.WithFilms, 10);
        PackageTransient transient = new(system, 0.01);
        double[] powersW = ReferencePackage.NominalPowersW;
        double[] filmsC = ReferencePackage.FilmTemperaturesC(system.Model);
        transient.Step(powersW, filmsC);
        double[] before = [.. transient.TemperaturesC];
        powersW[3] = double.NaN;
        Assert.Equal(IterationStatus.NotFinite, transient.Step(powersW, filmsC).Status);
        Assert.Equal(before, transient.TemperaturesC.ToArray());
        powersW[3] = 1;
        Assert.Equal(IterationStatus.Converged, transient.Step(powersW, filmsC).Status);
    }

    [Fact]
    public void SolveSteady_NoFilm_IsSingularAndWarmsOverTime()
    {
        PackageModel model = ReferencePackage.WithFilms with { Films = [] };
        PackageSystem system = ReferencePackage.System(model, 10);
        double[] temperaturesC = new double[system.CellCount];
        Assert.Equal(IterationStatus.Singular, new PackageSolver(system).SolveSteady(ReferencePackage.NominalPowersW, [], 0, temperaturesC).Status);
        Assert.True(system.IsFloating);
        Assert.All(temperaturesC, temperature => Assert.Equal(0, temperature));

        // In time there is an answer: all heat is stored.
        PackageTransient transient = new(system, 1, tolerance: 1e-12);
        double before = system.StoredEnergyJ(transient.TemperaturesC);
        Assert.Equal(IterationStatus.Converged, transient.Step(ReferencePackage.NominalPowersW, []).Status);
        Assert.Equal(594, system.StoredEnergyJ(transient.TemperaturesC) - before, 1e-6);
    }

    [Fact]
    public void ProbeCell_PointsAndEdges_AreFoundInTheGrid()
    {
        PackageModel model = ReferencePackage.WithFilms with
        {
            Probes = [new PackageProbe("origin", 6, 0, 0), new PackageProbe("corner", 12, 75e-3, 75e-3), new PackageProbe("ring", 6, 30.1e-3, 57.2e-3, true)],
        };
        PackageSystem system = ReferencePackage.System(model, 50);
        Assert.Equal(system.Cell(6, 0, 0), system.ProbeCell(0));
        Assert.Equal(system.Cell(12, 49, 49), system.ProbeCell(1));
        Assert.Equal(system.Cell(6, 38, 20), system.ProbeCell(2));
    }

    [Fact]
    public void Construction_TooLarge_IsRefusedBeforeItStarts()
    {
        PackageModel model = ReferencePackage.WithFilms;
        PackageGrid grid = PackageGrid.Uniform(model, 20_000);
        InsufficientMemoryException refusal = Assert.Throws<InsufficientMemoryException>(() => new PackageSystem(model, grid, 2_000_000_000));
        Assert.Contains("20000 x 20000 x 13", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InsufficientMemoryException>(() => new PackageSystem(model, grid));
        AllocationWindow window = AllocationWindow.Open();
        PackageSystem system = new(model, PackageGrid.Uniform(model, 50));
        long allocated = window.Bytes;

        // The estimate holds for what stays, and what is needed only while it is cut is little.
        Assert.InRange(allocated, 0, 1.1 * PackageSystem.EstimateBytes(model, system.Grid));
    }

    [Fact]
    public void Construction_Senseless_NamesWhatIsWrong()
    {
        PackageModel model = ReferencePackage.WithFilms;
        PackageGrid grid = PackageGrid.Uniform(model, 5);
        AssertRefused("'TIM1'", model with { Layers = [.. model.Layers.Select(layer => layer.Name == "TIM1" ? layer with { ThicknessM = 0 } : layer)] }, grid);
        AssertRefused("'MMU'", model with { Blocks = [model.Blocks[0] with { Area = new PackageArea(70e-3, 0, 10e-3, 1e-3) }] }, grid);
        AssertRefused("'MMU'", model with { Blocks = [model.Blocks[0] with { Layer = 13 }] }, grid);
        AssertRefused("'again' overlaps film 'top'", model with { Films = [model.Films[0], model.Films[0] with { Name = "again" }] }, grid);
        AssertRefused("'far'", model with { Probes = [new PackageProbe("far", 0, 0.08, 0)] }, grid);

        // All of it at once.
        PackageModel wrong = model with { InitialTemperatureC = double.NaN, Probes = [new PackageProbe("far", 0, 0.08, 0)] };
        AssertRefused("initial temperature", wrong, grid);
        AssertRefused("'far'", wrong, grid);
        AssertRefused("ascend", model, new PackageGrid([0, 0.05, 0.04, 0.075], grid.YLinesM));
        AssertRefused("extent", model, new PackageGrid([0, 0.05], grid.YLinesM));
        PackageModel cooled = ReferencePackage.WithMicrochannels;
        AssertRefused("above", cooled with { Microchannels = cooled.Microchannels! with { Layer = 0 } }, grid);
        AssertRefused("'COPPER'", cooled with { Microchannels = cooled.Microchannels! with { Wall = cooled.Microchannels.Wall with { ConductivityZ = double.NaN } } }, grid);
    }

    private static void AssertRefused(string part, PackageModel model, PackageGrid grid) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => new PackageSystem(model, grid)).Message, StringComparison.Ordinal);

    private static double[] OnesFor(int cellsAlongX)
    {
        double[] ones = new double[cellsAlongX * cellsAlongX * 13];
        Array.Fill(ones, 1.0);
        return ones;
    }

    private static double Influence(PackageSystem system, int from, int to)
    {
        double[] powersW = new double[system.Model.Blocks.Count];
        powersW[from] = 1;
        double[] temperaturesC = new double[system.CellCount];
        Assert.Equal(IterationStatus.Converged, new PackageSolver(system).SolveSteady(powersW, [0, 0], 0, temperaturesC, 1e-12).Status);
        return system.BlockAverage(to, temperaturesC);
    }

    private static double[] Averages(PackageGrid grid)
    {
        PackageSystem system = new(ReferencePackage.WithFilms, grid);
        double[] temperaturesC = new double[system.CellCount];
        Assert.Equal(IterationStatus.Converged, new PackageSolver(system).SolveSteady(temperaturesC).Status);
        return [.. Enumerable.Range(0, system.Model.Blocks.Count).Select(block => system.BlockAverage(block, temperaturesC))];
    }

    private static double[] End(PackageSystem system, PackageTimeMethod method, int steps)
    {
        PackageTransient transient = new(system, 0.4 / steps, method, 1e-11);
        for (int step = 0; step < steps; step++)
        {
            Assert.Equal(IterationStatus.Converged, transient.Step(ReferencePackage.NominalPowersW, ReferencePackage.FilmTemperaturesC(system.Model)).Status);
        }

        return [.. transient.TemperaturesC];
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static double[] Applied(PackageSystem system, double shift, double[] x)
    {
        double[] product = new double[system.CellCount];
        system.Apply(shift, x, product);
        return product;
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static double[] Numbers(int count, int seed)
    {
        System.Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
