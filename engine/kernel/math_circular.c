/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sine and cosine for the seasons of profiles. See vf_math.h. The reduction to an eighth of a turn subtracts
 * multiples of pi/2 in three pieces (Cody and Waite); the kernels are Taylor series, cut below 2^-54. */
#include "vf_math.h"

static double sin_kernel(double x) {
    double z = x * x;
    double far = 1.0 / 362880 + z * (-1.0 / 39916800 + z * (1.0 / 6227020800.0 - z / 1307674368000.0));
    return x + x * z * (-1.0 / 6 + z * (1.0 / 120 + z * (-1.0 / 5040 + z * far)));
}

static double cos_kernel(double x) {
    double z = x * x;
    double far = 1.0 / 479001600.0 - z * (1.0 / 87178291200.0 - z / 20922789888000.0);
    double rest = z * z * (1.0 / 24 + z * (-1.0 / 720 + z * (1.0 / 40320 + z * (-1.0 / 3628800 + z * far))));
    return 1.0 - (0.5 * z - rest);
}

/* sin(x + quarter pi/2) for |x| <= pi/4. */
static double quadrant(double x, int64_t quarter) {
    switch (quarter & 3) {
    case 0: return sin_kernel(x);
    case 1: return cos_kernel(x);
    case 2: return -sin_kernel(x);
    default: return -cos_kernel(x);
    }
}

static double circular(double x, int64_t shift) {
    if (!(x > -0x1p52 && x < 0x1p52)) {
        return 0.0;
    }
    double k = (x * (2.0 / VF_PI) + 0x1.8p52) - 0x1.8p52;
    double r = ((x - k * 0x1.921fb544p+0) - k * 0x1.0b4611a6p-34) - k * 0x1.3198a2e037073p-69;
    return quadrant(r, (int64_t)k + shift);
}

static double circular_turn(double x, int64_t shift) {
    if (!(x > -0x1p52 && x < 0x1p52)) {
        return 0.0;
    }
    double turn = x - ((x + 0x1.8p52) - 0x1.8p52); /* exact, -0.5 .. 0.5 */
    double k = (turn * 4.0 + 0x1.8p52) - 0x1.8p52;
    return quadrant((turn - k * 0.25) * (2.0 * VF_PI), (int64_t)k + shift);
}

double vf_sin(double x) { return circular(x, 0); }
double vf_cos(double x) { return circular(x, 1); }
double vf_sin_turn(double x) { return circular_turn(x, 0); }
double vf_cos_turn(double x) { return circular_turn(x, 1); }
