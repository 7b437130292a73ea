/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions that give the same bits on every x86-64 CPU. The C library picks FMA variants of its
 * own by CPU, so nothing on the way from a key to a duration or a choice may call it; use these.
 *
 * They use only + - * / sqrt and integer operations, rely on round-to-nearest and on the build's
 * -ffp-contract=off, and never set errno. Errors, in units in the last place of the result, are bounded in
 * each comment and asserted by tests/unit/test_kernel_math.c.
 *
 * Method of log, exp and pow: table-driven reduction after P. T. P. Tang (ACM TOMS 15, 1989 and 16, 1990)
 * with 128 rows; the reciprocals in the logarithm's rows have so few bits that the reduced argument is exact
 * in two pieces without a fused multiply-add. */
#ifndef VF_MATH_H
#define VF_MATH_H

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { VF_MATH_ROWS = 128 };

struct vf_log_row {
    double inverse;        /* about 1/c for the middle c of the row, a multiple of 2^-9 */
    double log_hi, log_lo; /* -log(inverse); log_hi is a multiple of 2^-42 */
    double log;            /* their sum */
};
struct vf_exp_row {
    uint64_t bits; /* of 2^(j/128), less j << 45: adding k << 45, j = k mod 128, gives 2^(k/128) */
    double tail;   /* what rounding cut off, relative */
};
extern const struct vf_log_row vf_log_table[VF_MATH_ROWS];
extern const struct vf_exp_row vf_exp_table[VF_MATH_ROWS];

#define VF_LN2_HI 0x1.62e42fefa3800p-1 /* a multiple of 2^-42 */
#define VF_LN2_LO 0x1.ef35793c76730p-45
#define VF_LOG_OFF UINT64_C(0x3FE6100000000000) /* rows start here, so that one is centred at 1 */
#define VF_PI 3.14159265358979323846

static inline uint64_t vf_double_bits(double x) {
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}
static inline double vf_bits_double(uint64_t u) {
    double x;
    memcpy(&x, &u, sizeof x);
    return x;
}

double vf_log_special(double x); /* 0, negative, subnormal, inf, nan */
double vf_exp_special(double x); /* tiny, large, inf, nan */
double vf_normal_tail(double q, double u);

/* (log(1+r) - r + r^2/2) / r^3 for |r| < 0.0048, relative error 2^-36. */
static inline double vf_log_cubic(double r) {
    double r2 = r * r;
    return (0x1.5555555555555p-2 - r * 0x1.ffffffff4f7e9p-3) +
           r2 * ((0x1.99999998fcb4cp-3 - r * 0x1.555730a78a25fp-3) + r2 * 0x1.2493efa693c10p-3);
}

/* log(x + small) for the bits of a positive normal x; small is relative to x and below 2^-52. */
static inline double vf_log_core(uint64_t bits, double small) {
    uint64_t from = bits - VF_LOG_OFF;
    const struct vf_log_row *row = &vf_log_table[from >> 45 & (VF_MATH_ROWS - 1)];
    double k = (double)((int64_t)from >> 52);
    uint64_t zbits = bits - (from & UINT64_C(0xFFF0000000000000));
    double z_hi = vf_bits_double(zbits & ~UINT64_C(0x7FF));
    double r_hi = z_hi * row->inverse - 1.0; /* exact, as is r_lo */
    double r_lo = (vf_bits_double(zbits) - z_hi) * row->inverse;
    double r = r_hi + r_lo;
    double w = k * VF_LN2_HI + row->log_hi; /* exact */
    double hi = w + r;
    double lo = ((w - hi) + r) + (((r_hi - r) + r_lo) + (k * VF_LN2_LO + row->log_lo + small));
    double near = vf_bits_double(zbits) * row->inverse - 1.0; /* r, sooner: exact enough for the cubic term */
    return hi + ((lo - 0.5 * (r * r)) + near * near * near * vf_log_cubic(near));
}

/* Natural logarithm; at most 0.55 ulp. log(0) = -inf, of negative numbers nan. */
static inline double vf_log(double x) {
    uint64_t bits = vf_double_bits(x);
    if (bits - UINT64_C(0x0010000000000000) >= UINT64_C(0x7FE0000000000000)) {
        return vf_log_special(x);
    }
    return vf_log_core(bits, 0.0);
}

/* Natural logarithm of a normal x > 0 for sampling, which needs no last bit: absolute error below 2e-14 for
 * 2^-53 <= x <= 1, in about half the time. Exact at 1; relative error below 1e-13 everywhere. */
static inline double vf_log_fast(double x) {
    uint64_t bits = vf_double_bits(x), from = bits - VF_LOG_OFF;
    const struct vf_log_row *row = &vf_log_table[from >> 45 & (VF_MATH_ROWS - 1)];
    double r = vf_bits_double(bits - (from & UINT64_C(0xFFF0000000000000))) * row->inverse - 1.0, r2 = r * r;
    double far = (double)((int64_t)from >> 52) * 0x1.62e42fefa39efp-1 + row->log;
    return ((far + r) + r2 * (r * (1.0 / 3) - 0.5)) + r2 * r2 * ((r * 0.2 - 0.25) - r2 * (1.0 / 6));
}

/* e^x; at most 0.55 ulp, subnormal results too. */
static inline double vf_exp(double x) {
    uint64_t size = vf_double_bits(x) >> 52 & 0x7FF;
    if (size - (0x3FF - 54) >= 54 + 9) { /* below 2^-54 or from 512 on */
        return vf_exp_special(x);
    }
    double shifted = x * 0x1.71547652b82fep+7 + 0x1.8p52; /* x 128 / ln 2, rounded by the large term */
    uint64_t k = vf_double_bits(shifted);
    double kd = shifted - 0x1.8p52;
    double r = (x - kd * 0x1.62e42fef80000p-8) - kd * 0x1.1cf79abc9e3b4p-43;
    const struct vf_exp_row *row = &vf_exp_table[k & (VF_MATH_ROWS - 1)];
    double scale = vf_bits_double(row->bits + (k << 45)), r2 = r * r;
    double p = row->tail + r +
               r2 * ((0x1.fffffffffff57p-2 + r * 0x1.5555555555525p-3) +
                     r2 * (0x1.55555acf8df82p-5 + r * 0x1.1111143255ff1p-7));
    return scale + scale * p;
}

/* x^y with the special cases of C99 Annex F; at most 0.6 ulp. */
double vf_pow(double x, double y);
double vf_log1p(double x); /* log(1 + x); at most 0.6 ulp */
double vf_expm1(double x); /* e^x - 1; at most 0.9 ulp */

/* Sine and cosine; absolute error below 2e-16 for |x| <= 1e5, growing with |x| beyond; 0 for inf and nan. The
 * turn variants take the angle in whole turns (sin(2 pi x)): exact reduction for every x, as a profile's
 * phase/period wants. */
double vf_sin(double x);
double vf_cos(double x);
double vf_sin_turn(double x);
double vf_cos_turn(double x);

/* The standard normal quantile of 0 < u < 1, odd about 1/2: algorithm AS 241 (PPND16) of M. J. Wichura,
 * Applied Statistics 37 (1988); relative error about 1e-15. One word of a stream per normal, and monotone. */
static inline double vf_normal_quantile(double u) {
    double q = u - 0.5;
    if (q < -0.425 || q > 0.425) {
        return vf_normal_tail(q, u);
    }
    double r = 0.180625 - q * q;
    double num =
        ((((((r * 2.5090809287301226727e+3 + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r +
            4.5921953931549871457e+4) *
               r +
           1.3731693765509461125e+4) *
              r +
          1.9715909503065514427e+3) *
             r +
         1.3314166789178437745e+2) *
            r +
        3.3871328727963666080e+0;
    double den =
        ((((((r * 5.2264952788528545610e+3 + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r +
            2.1213794301586595867e+4) *
               r +
           5.3941960214247511077e+3) *
              r +
          6.8718700749205790830e+2) *
             r +
         4.2313330701600911252e+1) *
            r +
        1.0;
    return q * num / den;
}

#endif
