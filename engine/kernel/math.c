/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rarer cases and functions of vf_math.h: special arguments of log and exp, pow, log1p, expm1. */
#include "vf_math.h"

#include <stdbool.h>

#define ABS_MASK UINT64_C(0x7FFFFFFFFFFFFFFF)
#define HIGH_MASK UINT64_C(0xFFFFFFFFF8000000) /* the 26 leading bits: products of two such are exact */

static double high_part(double x) { return vf_bits_double(vf_double_bits(x) & HIGH_MASK); }
static bool is_nan(double x) { return (vf_double_bits(x) & ABS_MASK) > UINT64_C(0x7FF0000000000000); }
static bool is_inf(double x) { return (vf_double_bits(x) & ABS_MASK) == UINT64_C(0x7FF0000000000000); }
static double magnitude(double x) { return vf_bits_double(vf_double_bits(x) & ABS_MASK); }

double vf_log_special(double x) {
    if (is_nan(x)) {
        return x;
    }
    if (x == 0.0) {
        return -(double)INFINITY;
    }
    if (x < 0.0) {
        return (double)NAN;
    }
    if (is_inf(x)) {
        return x;
    }
    uint64_t bits = vf_double_bits(x * 0x1p52); /* subnormal */
    return vf_log_core(bits - (UINT64_C(52) << 52), 0.0);
}

/* e^(x + low) for 2^-54 <= |x| and any size, |low| < 2^-8 ulps away from mattering to the choice of row. */
static double exp_wide(double x, double low) {
    if (x > 710.0) {
        return (double)INFINITY;
    }
    if (x < -746.0) {
        return 0.0;
    }
    double shifted = x * 0x1.71547652b82fep+7 + 0x1.8p52;
    uint64_t k = vf_double_bits(shifted);
    double kd = shifted - 0x1.8p52;
    double r = (x - kd * 0x1.62e42fef80000p-8) - kd * 0x1.1cf79abc9e3b4p-43 + low;
    const struct vf_exp_row *row = &vf_exp_table[k & (VF_MATH_ROWS - 1)];
    double r2 = r * r;
    double p = row->tail + r +
               r2 * ((0x1.fffffffffff57p-2 + r * 0x1.5555555555525p-3) +
                     r2 * (0x1.55555acf8df82p-5 + r * 0x1.1111143255ff1p-7));
    uint64_t bits = row->bits + (k << 45);
    if (x > 512.0) { /* one power of two aside, so that the scale does not overflow */
        double scale = vf_bits_double(bits - (UINT64_C(1) << 52));
        return (scale + scale * p) * 2.0;
    }
    if (x >= -690.0) {
        double scale = vf_bits_double(bits);
        return scale + scale * p;
    }
    double scale = vf_bits_double(bits + (UINT64_C(1022) << 52));
    double y = scale + scale * p;
    if (y < 1.0) { /* the result is subnormal: round once, where its last bit will stand */
        double rest = (scale - y) + scale * p;
        double hi = 1.0 + y;
        rest += (1.0 - hi) + y;
        y = (hi + rest) - 1.0;
    }
    return y * 0x1p-1022;
}

double vf_exp_special(double x) {
    if (is_nan(x)) {
        return x;
    }
    if (magnitude(x) < 0x1p-54) {
        return 1.0 + x;
    }
    return exp_wide(x, 0.0);
}

/* log(x) = hi + *lo to about 2^-68 relative, for the bits of a positive normal x (the exponent may run below
 * the normal range). */
static double log_pair(uint64_t bits, double *lo) {
    uint64_t from = bits - VF_LOG_OFF;
    const struct vf_log_row *row = &vf_log_table[from >> 45 & (VF_MATH_ROWS - 1)];
    double k = (double)((int64_t)from >> 52);
    double z = vf_bits_double(bits - (from & UINT64_C(0xFFF0000000000000)));
    double w = k * VF_LN2_HI + row->log_hi;
    double r_hi, r_lo;
    if (row->inverse == 1.0) { /* one exact piece: the result may be as small as the argument is near 1 */
        r_hi = z - 1.0;
        r_lo = 0.0;
    } else {
        double z_hi = vf_bits_double((vf_double_bits(z) + 0x400) & ~UINT64_C(0x7FF));
        r_hi = z_hi * row->inverse - 1.0;
        r_lo = (z - z_hi) * row->inverse;
    }
    double r = r_hi + r_lo, r2 = r * r, half = high_part(r_hi);
    double square = 0.5 * half * half; /* exact */
    double square_lo = 0.5 * (((r_hi - half) + r_lo) * (r + half));
    double q = (0x1.5555555555555p-2 - r * 0x1.0000000000002p-2) +
               r2 * ((0x1.999999999999ep-3 - r * 0x1.55555553c9f53p-3) +
                     r2 * ((0x1.249249232ada7p-3 - r * 0x1.0002145cd14aap-3) + r2 * 0x1.c72039b5c749bp-4));
    double cubic = r2 * r * q;
    double a = w + r_hi, a_lo = (w - a) + r_hi;
    double b = a - square, b_lo = (a - b) - square;
    double hi = b + cubic, hi_lo = (b - hi) + cubic;
    double rest = hi_lo + b_lo + a_lo + (r_lo + (k * VF_LN2_LO + row->log_lo) - square_lo);
    double sum = hi + rest;
    *lo = (hi - sum) + rest;
    return sum;
}

/* 0: y is no integer, 1: odd, 2: even. */
static int parity(double y) {
    double a = magnitude(y);
    if (a >= 0x1p53) {
        return 2;
    }
    uint64_t whole = (uint64_t)a;
    if ((double)whole != a) {
        return 0;
    }
    return (whole & 1) != 0 ? 1 : 2;
}

/* x is 0 or inf (either sign), or y is. */
static double pow_limit(double x, double y) {
    double a = magnitude(x);
    if (is_inf(y)) {
        if (a == 1.0) {
            return 1.0;
        }
        return (a > 1.0) == (y > 0.0) ? (double)INFINITY : 0.0;
    }
    double result = (a == 0.0) == (y > 0.0) ? 0.0 : (double)INFINITY;
    bool negative = (vf_double_bits(x) >> 63) != 0 && parity(y) == 1;
    return negative ? -result : result;
}

/* a^y for a > 0, a != 1, both finite. */
static double pow_positive(double a, double y) {
    if (magnitude(y) >= 0x1p64) { /* |log a| >= 2^-53: far out, and the products below would overflow */
        return (a > 1.0) == (y > 0.0) ? (double)INFINITY : 0.0;
    }
    uint64_t bits = vf_double_bits(a);
    if (bits < UINT64_C(0x0010000000000000)) {
        bits = vf_double_bits(a * 0x1p52) - (UINT64_C(52) << 52);
    }
    double lo, hi = log_pair(bits, &lo);
    double y_hi = high_part(y), hi_hi = high_part(hi);
    double product = y_hi * hi_hi; /* exact */
    double product_lo = (y - y_hi) * hi_hi + y * ((hi - hi_hi) + lo);
    return magnitude(product) < 0x1p-60 ? 1.0 + product : exp_wide(product, product_lo);
}

double vf_pow(double x, double y) {
    if (y == 0.0 || x == 1.0) {
        return 1.0;
    }
    if (is_nan(x) || is_nan(y)) {
        return x + y;
    }
    if (x == 0.0 || is_inf(x) || is_inf(y)) {
        return pow_limit(x, y);
    }
    int kind = x < 0.0 ? parity(y) : 2;
    if (kind == 0) {
        return (double)NAN;
    }
    double a = magnitude(x), sign = kind == 1 ? -1.0 : 1.0;
    return a == 1.0 ? sign : sign * pow_positive(a, y);
}

double vf_log1p(double x) {
    if (!(x > -1.0) || is_inf(x)) {
        return x == -1.0 ? -(double)INFINITY : (x < -1.0 ? (double)NAN : x);
    }
    if (magnitude(x) < 0x1p-8) {
        return x + x * x * (x * vf_log_cubic(x) - 0.5);
    }
    double sum = 1.0 + x;
    double cut = x < 1.0 ? (1.0 - sum) + x : (x - sum) + 1.0;
    return vf_log_core(vf_double_bits(sum), cut / sum);
}

double vf_expm1(double x) {
    if (is_nan(x) || magnitude(x) < 0x1p-54) {
        return x;
    }
    if (x > 40.0) {
        return vf_exp(x) - 1.0;
    }
    if (x < -40.0) {
        return -1.0;
    }
    double x2 = x * x;
    if (magnitude(x) < 0.03125) { /* Taylor: the next term is below 2^-60 of x */
        double far = 1.0 / 5040 + x * (1.0 / 40320 + x * (1.0 / 362880 + x / 3628800));
        double q = 1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720 + x * far)));
        return x + (x2 * 0.5 + x2 * x * q);
    }
    double shifted = x * 0x1.71547652b82fep+7 + 0x1.8p52;
    uint64_t k = vf_double_bits(shifted);
    double kd = shifted - 0x1.8p52;
    double r = (x - kd * 0x1.62e42fef80000p-8) - kd * 0x1.1cf79abc9e3b4p-43;
    const struct vf_exp_row *row = &vf_exp_table[k & (VF_MATH_ROWS - 1)];
    double scale = vf_bits_double(row->bits + (k << 45)), r2 = r * r;
    double p = row->tail + r +
               r2 * ((0x1.fffffffffff57p-2 + r * 0x1.5555555555525p-3) +
                     r2 * (0x1.55555acf8df82p-5 + r * 0x1.1111143255ff1p-7));
    double hi = scale - 1.0;
    double lo = scale > 1.0 ? (scale - hi) - 1.0 : scale - (hi + 1.0);
    return hi + (lo + scale * p);
}

/* The outer parts of AS 241: u outside 0.075 .. 0.925. */
double vf_normal_tail(double q, double u) {
    double r = sqrt(-vf_log(q < 0.0 ? u : 1.0 - u));
    double num, den;
    if (r <= 5.0) {
        r -= 1.6;
        num = ((((((r * 7.74545014278341407640e-4 + 2.27238449892691845833e-2) * r +
                   2.41780725177450611770e-1) *
                      r +
                  1.27045825245236838258e+0) *
                     r +
                 3.64784832476320460504e+0) *
                    r +
                5.76949722146069140550e+0) *
                   r +
               4.63033784615654529590e+0) *
                  r +
              1.42343711074968357734e+0;
        den = ((((((r * 1.05075007164441684324e-9 + 5.47593808499534494600e-4) * r +
                   1.51986665636164571966e-2) *
                      r +
                  1.48103976427480074590e-1) *
                     r +
                 6.89767334985100004550e-1) *
                    r +
                1.67638483018380384940e+0) *
                   r +
               2.05319162663775882187e+0) *
                  r +
              1.0;
    } else {
        r -= 5.0;
        num = ((((((r * 2.01033439929228813265e-7 + 2.71155556874348757815e-5) * r +
                   1.24266094738807843860e-3) *
                      r +
                  2.65321895265761230930e-2) *
                     r +
                 2.96560571828504891230e-1) *
                    r +
                1.78482653991729133580e+0) *
                   r +
               5.46378491116411436990e+0) *
                  r +
              6.65790464350110377720e+0;
        den = ((((((r * 2.04426310338993978564e-15 + 1.42151175831644588870e-7) * r +
                   1.84631831751005468180e-5) *
                      r +
                  7.86869131145613259100e-4) *
                     r +
                 1.48753612908506148525e-2) *
                    r +
                1.36929880922735805310e-1) *
                   r +
               5.99832206555887937690e-1) *
                  r +
              1.0;
    }
    return q < 0.0 ? -(num / den) : num / den;
}
