/* distribution: quantiles; see distribution.h. */
#include "distribution.h"

#include <math.h>
#include <stdbool.h>

static const double PI = 3.14159265358979323846;

static double ratio(const double *above, const double *below, double r)
{
    double a = above[7], b = below[7];
    for (int i = 6; i >= 0; i--) {
        a = a * r + above[i];
        b = b * r + below[i];
    }
    return a / b;
}

double normal_quantile(double p)
{
    static const double A[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
                               4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double B[] = {1,
                               4.2313330701600911252e+1,
                               6.8718700749205790830e+2,
                               5.3941960214247511077e+3,
                               2.1213794301586595867e+4,
                               3.9307895800092710610e+4,
                               2.8729085735721942674e+4,
                               5.2264952788528545610e+3};
    static const double C[] = {1.42343711074968357734e0, 4.63033784615654529590e0,  5.76949722146069140550e0,  3.64784832476320460504e0,
                               1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double D[] = {1,
                               2.05319162663775882187e0,
                               1.67638483018380384940e0,
                               6.89767334985100004550e-1,
                               1.48103976427480074590e-1,
                               1.51986665636164571966e-2,
                               5.47593808499534494600e-4,
                               1.05075007164441684324e-9};
    static const double E[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
                               2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double F[] = {1,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};
    double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio(A, B, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? ratio(C, D, r - 1.6) : ratio(E, F, r - 5);
    return q < 0 ? -x : x;
}

/* P(|T| < t): Abramowitz and Stegun, 26.7.3 and 26.7.4, for whole degrees. */
static double student_within(double t, double degrees)
{
    double angle = atan(t / sqrt(degrees)), cosine = cos(angle), square = cosine * cosine;
    bool is_odd = fmod(degrees, 2) == 1;
    double term = is_odd ? cosine : 1, sum = 0;
    for (double k = is_odd ? 3 : 2; k <= degrees; k += 2) {
        sum += term;
        term *= square * (k - 1) / k;
    }
    sum *= sin(angle);
    return is_odd ? 2 / PI * (angle + sum) : sum;
}

/* The density at t: the quotient of gamma functions by its recurrence, from 1 or 2 degrees on. */
static double student_density(double t, double degrees)
{
    bool is_odd = fmod(degrees, 2) == 1;
    double gamma = is_odd ? 1 / sqrt(PI) : sqrt(PI) / 2; /* G((d + 1) / 2) / G(d / 2) */
    for (double k = is_odd ? 1 : 2; k < degrees; k += 2)
        gamma *= (k + 1) / k;
    return gamma / sqrt(degrees * PI) * pow(1 + t * t / degrees, -(degrees + 1) / 2);
}

/* Few degrees: Newton's method, which comes from below without overshooting, as P is concave above zero. Many: the expansion of Abramowitz and
 * Stegun, 26.7.5, whose next term is of the order of degrees^-5. */
double student_two_sided(double level, double degrees)
{
    double x = normal_quantile(0.5 + level / 2), square = x * x;
    if (degrees > 1000) {
        double g1 = (square + 1) * x / 4, g2 = ((5 * square + 16) * square + 3) * x / 96,
               g3 = (((3 * square + 19) * square + 17) * square - 15) * x / 384,
               g4 = ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) * x / 92160;
        return x + (((g4 / degrees + g3) / degrees + g2) / degrees + g1) / degrees;
    }
    double t = x;
    for (int round = 0; round < 100; round++) {
        double step = (level - student_within(t, degrees)) / (2 * student_density(t, degrees));
        t += step;
        if (!(fabs(step) > 1e-15 * t))
            break;
    }
    return t;
}
