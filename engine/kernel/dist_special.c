/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma, beta and normal probabilities and their inverses. The incomplete gamma function by its series
 * below shape + 1 and Legendre's continued fraction above; the incomplete beta function by its continued
 * fraction (Abramowitz & Stegun 6.5.29, 6.5.31, 26.5.8), fractions evaluated by Lentz's method as modified
 * by Thompson & Barnett (1986). Inverses by Newton steps on the logarithm of the probability, kept inside
 * a bracket. */
#include "vf_dist_special.h"
#include "vf_math.h"

#include <math.h>

static const double TINY = 1e-300, PRECISION = 1e-16, HALF_LOG_2PI = 0.91893853320467274178;
enum { ROUNDS = 100000 };

/* log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2), x >= 10. */
static double stirling_rest(double x) {
    double y = 1 / (x * x);
    return (1.0 / 12 -
            y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * 691.0 / 360360))))) /
           x;
}

double vf_lgamma(double x) {
    double product = 1;
    while (x < 10) {
        product *= x;
        x += 1;
    }
    return (x - 0.5) * vf_log(x) - x + HALF_LOG_2PI + stirling_rest(x) - vf_log(product);
}

/* x^a e^-x / Gamma(a): x times the density. For large shapes from the deviation, which does not cancel. */
static double gamma_front(double a, double x) {
    if (a < 10) {
        return vf_exp(a * vf_log(x) - x - vf_lgamma(a));
    }
    double off = (x - a) / a;
    double exponent = off < -0.9 ? off - vf_log(x / a) : off - vf_log1p(off);
    return vf_exp(-a * exponent - stirling_rest(a)) * sqrt(a / (2 * VF_PI));
}

static double gamma_series(double a, double x) {
    double term = 1 / a, sum = term;
    for (int n = 1; n < ROUNDS && term > sum * PRECISION; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

static double gamma_fraction(double a, double x) {
    double b = x + 1 - a, c = 1 / TINY, d = 1 / b, value = d;
    for (int n = 1; n < ROUNDS; n++) {
        double an = -n * (n - a);
        b += 2;
        d = an * d + b;
        d = 1 / (fabs(d) < TINY ? TINY : d);
        c = b + an / c;
        c = fabs(c) < TINY ? TINY : c;
        double factor = c * d;
        value *= factor;
        if (fabs(factor - 1) < 4 * PRECISION) {
            break;
        }
    }
    return value;
}

double vf_gamma_cdf(double shape, double x, bool upper) {
    if (!(x > 0)) {
        return upper ? 1 : 0;
    }
    if (x > 1e300) {
        return upper ? 0 : 1;
    }
    bool series = x < shape + 1;
    double front = gamma_front(shape, x);
    double p = front * (series ? gamma_series(shape, x) : gamma_fraction(shape, x));
    p = p < 1 ? p : 1;
    return series == upper ? 1 - p : p;
}

double vf_gamma_between(double shape, double lo, double hi) {
    bool upper = lo > shape;
    double a = vf_gamma_cdf(shape, lo, upper), b = vf_gamma_cdf(shape, hi, upper);
    return upper ? a - b : b - a;
}

/* x^a y^b / B(a, b), y = 1 - x. */
static double beta_front(double a, double b, double x, double y) {
    return vf_exp(a * vf_log(x) + b * vf_log(y) - (vf_lgamma(a) + vf_lgamma(b) - vf_lgamma(a + b)));
}

static double beta_fraction(double a, double b, double x) {
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < TINY ? TINY : d);
    double value = d;
    for (int m = 1; m < ROUNDS; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double factor = 1;
        for (int half = 0; half < 2; half++) {
            double an = half == 0 ? even : odd;
            d = 1 + an * d;
            d = 1 / (fabs(d) < TINY ? TINY : d);
            c = 1 + an / c;
            c = fabs(c) < TINY ? TINY : c;
            factor = c * d;
            value *= factor;
        }
        if (fabs(factor - 1) < 4 * PRECISION) {
            break;
        }
    }
    return value;
}

/* P(X <= x) with y = 1 - x given apart, so that neither end loses digits. */
static double beta_probability(double a, double b, double x, double y, bool upper) {
    if (!(x > 0)) {
        return upper ? 1 : 0;
    }
    if (!(y > 0)) {
        return upper ? 0 : 1;
    }
    bool mirror = x > (a + 1) / (a + b + 2);
    double front = beta_front(a, b, x, y);
    double p = mirror ? front / b * beta_fraction(b, a, y) : front / a * beta_fraction(a, b, x);
    p = p < 1 ? p : 1;
    return mirror == upper ? p : 1 - p;
}

double vf_beta_cdf(double a, double b, double x, bool upper) {
    return beta_probability(a, b, x, 1 - x, upper);
}

double vf_beta_between(double a, double b, double lo, double hi) {
    bool upper = lo * (a + b) > a;
    double p = vf_beta_cdf(a, b, lo, upper), q = vf_beta_cdf(a, b, hi, upper);
    return upper ? p - q : q - p;
}

/* Solves probability(y) = p for a transformed variable y (log x or logit x) in which Newton steps on the
 * log of the probability hardly ever leave the bracket. */
struct inverse {
    double a, b, p;
    bool upper, beta;
};

static double inverse_value(const struct inverse *f, double y, double *slope) {
    if (f->beta) {
        double x = 1 / (1 + vf_exp(-y)), rest = 1 / (1 + vf_exp(y));
        *slope = beta_front(f->a, f->b, x, rest);
        return beta_probability(f->a, f->b, x, rest, f->upper);
    }
    double x = vf_exp(y);
    *slope = gamma_front(f->a, x);
    return vf_gamma_cdf(f->a, x, f->upper);
}

/* The step from y towards the root: Newton's on the log of the probability where that is short enough, else the
 * limit (the beta bracket is finite: it is halved). */
static double solve_step(const struct inverse *f, double y, double *value, bool *high) {
    double slope, limit = f->beta ? 2000 : 2;
    *value = inverse_value(f, y, &slope);
    *high = f->upper ? *value < f->p : *value > f->p; /* y lies above the root */
    if (*value > 0 && slope > 0) {
        double newton = (vf_log(f->p) - vf_log(*value)) * *value / slope * (f->upper ? -1 : 1);
        if (fabs(newton) < limit) {
            return newton;
        }
    }
    return *high ? -limit : limit;
}

static double solve(const struct inverse *f, double y) {
    double lo = f->beta ? -700 : -INFINITY, hi = f->beta ? 700 : INFINITY;
    for (int round = 0; round < 200; round++) {
        double value;
        bool high;
        double step = solve_step(f, y, &value, &high);
        *(high ? &hi : &lo) = y;
        if (value == f->p || fabs(step) <= 4e-16 * (1 + fabs(y))) {
            return y + (value == f->p ? 0 : step);
        }
        double next = y + step;
        if (!(next > lo && next < hi)) {
            next = 0.5 * (lo + hi);
            if (!(next > lo &&
                  next < hi)) { /* the bracket is down to one number, or the step had no sign left */
                return y;
            }
        }
        y = next;
    }
    return y;
}

double vf_gamma_quantile(double shape, double p, bool upper) {
    if (p <= 0 || p >= 1) {
        return (p <= 0) == upper ? INFINITY : 0;
    }
    struct inverse f = {shape, 0, p, upper, false};
    double z = vf_normal_inverse(p, upper);
    double root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape)); /* Wilson & Hilferty (1931) */
    double start = root > 0.1 ? vf_log(shape) + 3 * vf_log(root)
                              : (vf_log(upper ? 1 - p : p) + vf_lgamma(shape + 1)) / shape;
    if (start < -700) {
        return vf_exp(start); /* the power law is exact down there */
    }
    return vf_exp(solve(&f, start));
}

double vf_beta_quantile(double a, double b, double p, bool upper) {
    if (p <= 0 || p >= 1) {
        return (p <= 0) == upper ? 1 : 0;
    }
    /* Near the ends the probability is a power; there the root may lie below the smallest number. */
    double log_beta = vf_lgamma(a) + vf_lgamma(b) - vf_lgamma(a + b);
    double below = upper ? 1 - p : p, above = upper ? p : 1 - p;
    if (below > 0 && (vf_log(below * a) + log_beta) / a < -690) {
        return 0;
    }
    if (above > 0 && (vf_log(above * b) + log_beta) / b < -690) {
        return 1;
    }
    struct inverse f = {a, b, p, upper, true};
    return 1 / (1 + vf_exp(-solve(&f, vf_log(a / b))));
}

double vf_normal_cdf(double z, bool upper) {
    double tail = 0.5 * vf_gamma_cdf(0.5, 0.5 * z * z, true);
    return (z > 0) == upper ? tail : 1 - tail;
}

double vf_normal_inverse(double p, bool upper) {
    if (p <= 0 || p >= 1) {
        return (p <= 0) == upper ? INFINITY : -INFINITY;
    }
    double z = vf_normal_quantile(p);
    return upper ? -z : z;
}

double vf_normal_between(double lo, double hi) {
    bool upper = lo > 0;
    double p = vf_normal_cdf(lo, upper), q = vf_normal_cdf(hi, upper);
    return upper ? p - q : q - p;
}

double vf_normal_density(double z) { return vf_exp(-0.5 * z * z - HALF_LOG_2PI); }
