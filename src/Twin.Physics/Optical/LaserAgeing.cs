using Twin.Physics.Signal;

namespace Twin.Physics.Optical;

/// <summary>Ageing of lasers: Arrhenius acceleration, lognormal wear-out, growth of bias (formulas L8 to L10).</summary>
/// <remarks>Allocates nothing.</remarks>
public static class LaserAgeing
{
    private const double InverseSqrtTwoPi = 0.39894228040143267794;

    /// <summary>Arrhenius acceleration factor from one temperature to another (L8).</summary>
    /// <param name="activationEnergyEV">Activation energy in electronvolt.</param>
    /// <param name="fromTemperatureC">Temperature of the known life.</param>
    /// <param name="toTemperatureC">Temperature of use or test; the factor is above 1 when it is hotter.</param>
    public static double AccelerationFactor(double activationEnergyEV, double fromTemperatureC, double toTemperatureC)
    {
        double from = fromTemperatureC + PhysicalConstants.ZeroCelsiusK;
        double to = toTemperatureC + PhysicalConstants.ZeroCelsiusK;
        return Math.Exp(activationEnergyEV / PhysicalConstants.BoltzmannEVPerK * ((1.0 / from) - (1.0 / to)));
    }

    /// <summary>Activation energy in electronvolt that explains an acceleration factor, the inverse of L8.</summary>
    public static double ActivationEnergyEV(double accelerationFactor, double fromTemperatureC, double toTemperatureC)
    {
        double from = fromTemperatureC + PhysicalConstants.ZeroCelsiusK;
        double to = toTemperatureC + PhysicalConstants.ZeroCelsiusK;
        return Math.Log(accelerationFactor) * PhysicalConstants.BoltzmannEVPerK / ((1.0 / from) - (1.0 / to));
    }

    /// <summary>Median life at another temperature: it shrinks by the acceleration factor.</summary>
    public static double MedianLifeH(double medianLifeH, double activationEnergyEV, double fromTemperatureC, double toTemperatureC) =>
        medianLifeH / AccelerationFactor(activationEnergyEV, fromTemperatureC, toTemperatureC);

    /// <summary>Wear-out hazard of a lognormal life (L9), failures per hour of those still alive.</summary>
    /// <param name="ageH">Age in hours; zero gives zero.</param>
    /// <param name="medianLifeH">Median life at the temperature of use.</param>
    /// <param name="sigma">Standard deviation of the logarithm of life.</param>
    public static double WearOutHazardPerH(double ageH, double medianLifeH, double sigma)
    {
        if (ageH <= 0.0)
            return 0.0;
        double z = Math.Log(ageH / medianLifeH) / sigma;
        // phi/Q far beyond the median tends to z: the scaled tail keeps it finite where both underflow.
        double ratio = z > 0.0 ? InverseSqrtTwoPi / GaussianTail.ScaledTail(z) : InverseSqrtTwoPi * Math.Exp(-0.5 * z * z) / GaussianTail.Q(z);
        return ratio / (sigma * ageH);
    }

    /// <summary>Wear-out hazard in FIT, failures per 1e9 hours (L9).</summary>
    public static double WearOutFit(double ageH, double medianLifeH, double sigma) =>
        1e9 * WearOutHazardPerH(ageH, medianLifeH, sigma);

    /// <summary>Probability that a lognormal life has ended by an age.</summary>
    public static double FailedShare(double ageH, double medianLifeH, double sigma) =>
        ageH <= 0.0 ? 0.0 : GaussianTail.Q(-Math.Log(ageH / medianLifeH) / sigma);

    /// <summary>Bias current that keeps the power constant at an age (L10), I0 (1 + a t^m).</summary>
    /// <param name="initialCurrentA">Current at the beginning of life.</param>
    /// <param name="growth">Growth a, per hour to the power m.</param>
    /// <param name="exponent">Exponent m, commonly 0.5 to 1.</param>
    /// <param name="ageH">Age in hours, weighted by the acceleration factor.</param>
    public static double BiasCurrentA(double initialCurrentA, double growth, double exponent, double ageH) =>
        initialCurrentA * (1.0 + (growth * Math.Pow(Math.Max(ageH, 0.0), exponent)));

    /// <summary>Age at which the bias has grown by a share of its first value, 0.2 or 0.5 by common criteria (L10).</summary>
    public static double EndOfLifeH(double growth, double exponent, double growthLimit) =>
        Math.Pow(growthLimit / growth, 1.0 / exponent);
}
