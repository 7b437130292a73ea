/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of distributions of parameters: see vf_parameter.h. The numbers p are in the order of the keys. */
#include "vf_parameter.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "vf_text.h"

static const double INSIDE = 0x1p-40, LITTLE = 1e-6;

/* ---- normal, lognormal, gamma: mean and sd > 0, cut off at min and max ---- */

static const char *cut_wrong(const double *p) {
    return p[3] > p[2] ? NULL : "\"max\" is not more than \"min\"";
}

static const char *positive_wrong(const double *p) {
    return p[0] > 0 ? cut_wrong(p) : "the mean is not above 0, as such a distribution is";
}

static double normal_p(const double *p, double x) { return gsl_cdf_ugaussian_P((x - p[0]) / p[1]); }
static double normal_q(const double *p, double u) { return p[0] + p[1] * gsl_cdf_ugaussian_Pinv(u); }

static double log_variance(const double *p) { return log1p(p[1] * p[1] / (p[0] * p[0])); }
static double log_mean(const double *p) { return log(p[0]) - log_variance(p) / 2; }
static double lognormal_p(const double *p, double x) {
    return x > 0 ? gsl_cdf_ugaussian_P((log(x) - log_mean(p)) / sqrt(log_variance(p))) : 0;
}
static double lognormal_q(const double *p, double u) {
    return exp(log_mean(p) + sqrt(log_variance(p)) * gsl_cdf_ugaussian_Pinv(u));
}

static double shape(const double *p) { return p[0] * p[0] / (p[1] * p[1]); }
static double gamma_p(const double *p, double x) {
    return x > 0 ? gsl_cdf_gamma_P(x, shape(p), p[1] * p[1] / p[0]) : 0;
}
static double gamma_q(const double *p, double u) {
    return gsl_cdf_gamma_Pinv(u, shape(p), p[1] * p[1] / p[0]);
}

/* ---- between two ends ---- */

static const char *uniform_wrong(const double *p) {
    return p[1] > p[0] ? NULL : "\"max\" is not more than \"min\"";
}
static double uniform_q(const double *p, double u) { return p[0] + u * (p[1] - p[0]); }

static const char *triangular_wrong(const double *p) {
    return p[0] <= p[1] && p[1] <= p[2] && p[0] < p[2] ? NULL
                                                       : "\"mode\" does not lie between \"min\" and \"max\"";
}
static double triangular_q(const double *p, double u) {
    double left = p[1] - p[0], whole = p[2] - p[0];
    return u * whole <= left ? p[0] + sqrt(u * whole * left) : p[2] - sqrt((1 - u) * whole * (p[2] - p[1]));
}

static double beta_q(const double *p, double u) {
    return p[2] + (p[3] - p[2]) * gsl_cdf_beta_Pinv(u, p[0], p[1]);
}

#define CUT \
    { (double)NAN, (double)NAN, (double)-INFINITY, (double)INFINITY }
const struct vf_parameter_kind vf_parameter_kinds[] = {
    {"normal", {"mean", "sd", "min", "max", NULL}, CUT, cut_wrong, normal_p, normal_q},
    {"lognormal", {"mean", "sd", "min", "max", NULL}, CUT, positive_wrong, lognormal_p, lognormal_q},
    {"gamma", {"mean", "sd", "min", "max", NULL}, CUT, positive_wrong, gamma_p, gamma_q},
    {"uniform", {"min", "max", NULL}, {(double)NAN, (double)NAN}, uniform_wrong, NULL, uniform_q},
    {"triangular",
     {"min", "mode", "max", NULL},
     {(double)NAN, (double)NAN, (double)NAN},
     triangular_wrong,
     NULL,
     triangular_q},
    {"beta", {"a", "b", "min", "max", NULL}, {(double)NAN, (double)NAN, 0, 1}, cut_wrong, NULL, beta_q},
    {.name = NULL}};

const struct vf_parameter_kind *vf_parameter_find(const char *name) {
    const struct vf_parameter_kind *k = vf_parameter_kinds;
    while (k->name && strcmp(k->name, name) != 0) {
        k++;
    }
    return k->name ? k : NULL;
}

/* The positions between which the distribution is cut off. */
static void cut(const struct vf_parameter *x, double *low, double *high) {
    *low = x->kind->cumulative && isfinite(x->p[2]) ? x->kind->cumulative(x->p, x->p[2]) : 0;
    *high = x->kind->cumulative && isfinite(x->p[3]) ? x->kind->cumulative(x->p, x->p[3]) : 1;
}

const char *vf_parameter_wrong(const struct vf_parameter *x) {
    const char *wrong = x->kind->wrong(x->p);
    double low, high;
    if (wrong) {
        return wrong;
    }
    cut(x, &low, &high);
    return high - low > LITTLE ? NULL
                               : "next to nothing of the distribution lies between \"min\" and \"max\"";
}

double vf_parameter_value(const struct vf_parameter *x, double u) {
    double low, high;
    char text[40];
    cut(x, &low, &high);
    u = low + fmin(fmax(u, INSIDE), 1 - INSIDE) * (high - low);
    double value = x->kind->quantile(x->p, u);
    int n = snprintf(text, sizeof text, "%.10g", value);
    (void)vf_parse_double(text, (size_t)n, &value); /* what %g wrote is a number; else it stays */
    return value;
}
