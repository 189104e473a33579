using Twin.Chassis.Packages;

namespace Twin.Chassis.Tests.Packages;

/// <summary>A small sound package in a folder of its own, for tests that break it.</summary>
internal sealed class PackageCopy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackageCopy()
    {
        Write("package.yaml", """
            size: [30 mm, 20 mm]
            sources: ACT
            top: {h: 9000 W/m2K, temperature: 313.15 K}
            bottom: adiabatic
            initial: 40 degC
            """);
        Write("layers.csv", """
            order_from_top,layer,thickness_um,base_material,role
            0,LID2,1000,COPPER,uniform
            1,LID,1000,COPPER,uniform
            2,TIM,100,FILL,
            3,SI,700,FILL,patched
            4,ACT,20,SILICON,heat source
            5,SUB,800,FILL,uniform
            """);
        Write("materials.csv", """
            material,k_x_W_per_mK,k_y_W_per_mK,k_z_W_per_mK,rho_c_J_per_m3K
            SILICON,120,120,120,1.66e+06
            COPPER,390,390,390,3.45e+06
            FILL,0.2,0.2,0.5,1.6e6
            """);
        Write("patches.csv", """
            layer,material,x_mm,y_mm,length_x_mm,width_y_mm
            SI,SILICON,5,5,20,10
            """);
        Write("blocks.csv", """
            block,x_mm,y_mm,length_x_mm,width_y_mm,nominal_power_W
            CORE,5,5,10,10,20
            PHY,15,5,10,10,5
            """);
        Write("trace_power.csv", """
            t_start_s,CORE,PHY
            0,20,5
            0.5,10,0
            1,30,5
            """);
    }

    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    public string Text(string name) => File.ReadAllText(PathOf(name));

    public void Write(string name, string text) => _folder.Write(name, text);

    public void Replace(string name, string old, string with)
    {
        Assert.Contains(old, Text(name), StringComparison.Ordinal);
        Write(name, Text(name).Replace(old, with, StringComparison.Ordinal));
    }

    public PackageFolderResult Read(bool needsTrace = false) => PackageFolder.Read(_folder.Path, needsTrace);

    public void Dispose() => _folder.Dispose();
}
