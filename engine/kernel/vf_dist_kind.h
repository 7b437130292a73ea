/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind of distribution provides, and what dist.c and dist_table.c provide to kinds. Included by
 * dist*.c and their tests only. "Raw" means before truncation, scale and hurdle. */
#ifndef VF_DIST_KIND_H
#define VF_DIST_KIND_H

#include "vf_alias.h"
#include "vf_dist.h"

struct vf_dist_kind {
    const char *name;
    bool by_inversion; /* sample uses one uniform, and rises with it */
    double (*sample)(const struct vf_dist *d, struct vf_rand *r); /* raw */
    double (*size_biased)(const struct vf_dist *d,
                          struct vf_rand *r);                     /* truncation obeyed, no scale or hurdle */
    double (*mean)(const struct vf_dist *d);                      /* raw */
    double (*variance)(const struct vf_dist *d);                  /* raw */
    double (*cdf)(const struct vf_dist *d, double x, bool upper); /* raw; upper: P(X > x) */
    double (*quantile)(const struct vf_dist *d, double p, bool upper); /* raw; its inverse, 0 <= p <= 1 */
    double (*lowest)(const struct vf_dist *d);                         /* raw */
    /* E[X^k; lo < X <= hi] of the raw law, k = 1 or 2; NULL: the kind has its own narrow. */
    double (*partial)(const struct vf_dist *d, int k, double lo, double hi);
    /* Cuts the law to [lo, hi] and returns the share kept, doing nothing if that is 0; NULL: by lo, hi,
     * p0, p1. */
    double (*narrow)(struct vf_dist *d, double lo, double hi);
    /* The raw law beyond x, x itself if nothing is there; NULL: through narrow. */
    double (*beyond)(const struct vf_dist *d, double x, struct vf_rand *r);
};

extern const struct vf_dist_kind vf_dist_kind_fixed, vf_dist_kind_exponential, vf_dist_kind_gamma,
    vf_dist_kind_lognormal, vf_dist_kind_weibull, vf_dist_kind_triangular, vf_dist_kind_uniform,
    vf_dist_kind_normal, vf_dist_kind_beta, vf_dist_kind_pareto, vf_dist_kind_mixture, vf_dist_kind_empirical,
    vf_dist_kind_histogram, vf_dist_kind_discrete;

/* Every constructor begins with this; the parameters follow. */
void vf_dist_begin(struct vf_dist *d, enum vf_dist_id id);
/* VF_E_CONFIG: "<kind>: <parameter> is <value>: expected <expected>". */
int vf_dist_refuse(struct vf_error *err, enum vf_dist_id id, const char *parameter, double value,
                   const char *expected);
/* One draw with truncation, without scale and hurdle. */
double vf_dist_sample_cut(const struct vf_dist *d, struct vf_rand *r);
/* One draw of another parametric law cut to [lo, hi]. */
double vf_dist_sample_between(struct vf_dist law, double lo, double hi, struct vf_rand *r);
/* Cuts to [lo, hi] in the units of the result, hurdle included; returns the share kept (0: unchanged). */
double vf_dist_narrow_result(struct vf_dist *d, double lo, double hi);

/* The arrays of a kind given by a list. cum[0] = 0, cum[n] = 1; guide finds the step of a uniform in O(1). */
struct vf_dist_table {
    size_t n, nx;
    double *x;       /* values (n) or edges (n + 1), sorted; NULL for a mixture */
    double *weight;  /* n, sum 1 */
    double *cum;     /* n + 1 */
    double *biased;  /* n + 1, cumulated size-biased weights; all 0 when they make no sense */
    uint32_t *guide; /* n */
    struct vf_alias alias;
    struct vf_dist *part; /* components of a mixture */
};

struct vf_dist_table *vf_dist_table_new(size_t n, size_t nx);
void vf_dist_table_free(struct vf_dist_table *t);
struct vf_dist_table *vf_dist_table_copy(const struct vf_dist_table *t);
/* Checks n weights (NULL: equal) and copies them into the table unnormalised. */
int vf_dist_table_weights(struct vf_dist_table *t, enum vf_dist_id id, const double *weights,
                          struct vf_error *err);
/* Makes the weights sum to 1 and fills cum, guide, alias (if wanted) and biased, each weight times its
 * middle. */
void vf_dist_table_finish(struct vf_dist_table *t, const double *middle, bool alias);
/* The step i with cum[i] <= u < cum[i + 1]. */
size_t vf_dist_table_find(const struct vf_dist_table *t, double u);
/* The step of a size-biased draw. */
size_t vf_dist_table_find_biased(const struct vf_dist_table *t, double u);

/* Laws on listed values, shared by empirical and discrete. */
int vf_dist_steps_init(struct vf_dist *d, enum vf_dist_id id, size_t n, const double *values,
                       const double *weights, struct vf_error *err);
double vf_dist_steps_size_biased(const struct vf_dist *d, struct vf_rand *r);
double vf_dist_steps_mean(const struct vf_dist *d);
double vf_dist_steps_variance(const struct vf_dist *d);
double vf_dist_steps_cdf(const struct vf_dist *d, double x, bool upper);
double vf_dist_steps_quantile(const struct vf_dist *d, double p, bool upper);
double vf_dist_steps_lowest(const struct vf_dist *d);
double vf_dist_steps_narrow(struct vf_dist *d, double lo, double hi);
double vf_dist_steps_beyond(const struct vf_dist *d, double x, struct vf_rand *r);

#endif
