/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all kinds of distribution share: truncation, scale, the share of zeros, conditioning on time
 * already spent. A value is made in this order: the kind's raw law, cut to [lo, hi], times scale, and 0
 * with probability `zero`. Truncated laws are drawn by inversion between the probabilities at lo and hi,
 * taken from the upper tail when lo lies above the median; kinds whose inverse is dear (gamma, beta) try
 * rejection first, unless that would take long. Both give the same law. */
#include "vf_dist_kind.h"

static const struct vf_dist_kind *const KINDS[VF_DIST_COUNT] = {
    [VF_DIST_FIXED] = &vf_dist_kind_fixed,         [VF_DIST_EXPONENTIAL] = &vf_dist_kind_exponential,
    [VF_DIST_GAMMA] = &vf_dist_kind_gamma,         [VF_DIST_LOGNORMAL] = &vf_dist_kind_lognormal,
    [VF_DIST_WEIBULL] = &vf_dist_kind_weibull,     [VF_DIST_TRIANGULAR] = &vf_dist_kind_triangular,
    [VF_DIST_UNIFORM] = &vf_dist_kind_uniform,     [VF_DIST_NORMAL] = &vf_dist_kind_normal,
    [VF_DIST_BETA] = &vf_dist_kind_beta,           [VF_DIST_PARETO] = &vf_dist_kind_pareto,
    [VF_DIST_MIXTURE] = &vf_dist_kind_mixture,     [VF_DIST_EMPIRICAL] = &vf_dist_kind_empirical,
    [VF_DIST_HISTOGRAM] = &vf_dist_kind_histogram, [VF_DIST_DISCRETE] = &vf_dist_kind_discrete,
};

static const double LEAST_MASS = 1e-9, REJECTION_MASS = 0.02;
enum { REJECTION_TRIES = 200 };

static const struct vf_dist_kind *kind_of(const struct vf_dist *d) { return KINDS[d->id]; }

const char *vf_dist_name(enum vf_dist_id id) { return KINDS[id]->name; }

void vf_dist_begin(struct vf_dist *d, enum vf_dist_id id) {
    *d = (struct vf_dist){
        .id = (uint8_t)id, .plain = true, .scale = 1, .lo = -INFINITY, .hi = INFINITY, .p1 = 1};
}

int vf_dist_refuse(struct vf_error *err, enum vf_dist_id id, const char *parameter, double value,
                   const char *expected) {
    return vf_error_set(err, VF_E_CONFIG, "%s: %s is %g: expected %s", vf_dist_name(id), parameter, value,
                        expected);
}

void vf_dist_copy(struct vf_dist *to, const struct vf_dist *from) {
    *to = *from;
    to->table = from->table == NULL ? NULL : vf_dist_table_copy(from->table);
}

void vf_dist_fini(struct vf_dist *d) {
    vf_dist_table_free(d->table);
    vf_dist_begin(d, VF_DIST_FIXED);
}

bool vf_dist_by_inversion(const struct vf_dist *d) { return kind_of(d)->by_inversion; }

static double mass(const struct vf_dist *d) { return d->upper ? d->p0 - d->p1 : d->p1 - d->p0; }

/* The value at share u of the cut law. */
static double invert(const struct vf_dist *d, double u) {
    if (!d->truncated) {
        return kind_of(d)->quantile(d, u, false);
    }
    double x = kind_of(d)->quantile(d, d->p0 + u * (d->p1 - d->p0), d->upper);
    return x < d->lo ? d->lo : x > d->hi ? d->hi : x;
}

double vf_dist_sample_cut(const struct vf_dist *d, struct vf_rand *r) {
    const struct vf_dist_kind *kind = kind_of(d);
    if (!d->truncated) {
        return kind->sample(d, r);
    }
    if (!kind->by_inversion && mass(d) > REJECTION_MASS) {
        for (int i = 0; i < REJECTION_TRIES; i++) {
            double x = kind->sample(d, r);
            if (x >= d->lo && x <= d->hi) {
                return x;
            }
        }
    }
    return invert(d, vf_rand_u01(r));
}

double vf_dist_sample(const struct vf_dist *d, struct vf_rand *r) {
    const struct vf_dist_kind *kind = kind_of(d);
    if (d->plain) {
        return d->scale * kind->sample(d, r);
    }
    if (d->zero > 0) {
        double u = vf_rand_u01(r);
        if (u <= d->zero) {
            return 0;
        }
        if (kind->by_inversion) { /* one uniform for both keeps the draw monotone in it */
            return d->scale * invert(d, (u - d->zero) / (1 - d->zero));
        }
    }
    return d->scale * vf_dist_sample_cut(d, r);
}

/* Cuts the raw law further, to [lo, hi]; returns the share kept of what was there. */
static double narrow(struct vf_dist *d, double lo, double hi) {
    const struct vf_dist_kind *kind = kind_of(d);
    if (kind->narrow != NULL) {
        return kind->narrow(d, lo, hi);
    }
    struct vf_dist cut = *d;
    cut.lo = lo > d->lo ? lo : d->lo;
    cut.hi = hi < d->hi ? hi : d->hi;
    if (!(cut.lo < cut.hi)) {
        return 0;
    }
    cut.p0 = kind->cdf(d, cut.lo, false);
    cut.upper = cut.p0 > 0.5;
    cut.p0 = cut.upper ? kind->cdf(d, cut.lo, true) : cut.p0;
    cut.p1 = kind->cdf(d, cut.hi, cut.upper);
    cut.truncated = cut.p0 > 0 || cut.p1 < 1;
    cut.plain = !cut.truncated && cut.zero == 0;
    double kept = mass(&cut) / (d->truncated ? mass(d) : 1);
    if (kept > 0) {
        *d = cut;
    }
    return kept;
}

double vf_dist_narrow_result(struct vf_dist *d, double lo, double hi) {
    double share = 1 - d->zero;
    bool zeros = lo <= 0 && hi >= 0;
    double kept = narrow(d, lo / d->scale, hi / d->scale) * share;
    if (!(kept > 0)) {
        if (!zeros || d->zero == 0) {
            return 0;
        }
        double zero = d->zero; /* only the zeros are left */
        vf_dist_fini(d);
        return zero;
    }
    d->zero = zeros ? d->zero : 0;
    double total = kept + d->zero;
    d->zero /= total;
    d->plain = !d->truncated && d->zero == 0;
    return total;
}

int vf_dist_truncate(struct vf_dist *d, double lo, double hi, struct vf_error *err) {
    const char *name = vf_dist_name((enum vf_dist_id)d->id);
    if (!(lo <= hi)) {
        return vf_error_set(err, VF_E_CONFIG, "%s: truncation to [%g, %g]: expected the lower end first",
                            name, lo, hi);
    }
    struct vf_dist cut;
    vf_dist_copy(&cut, d);
    double kept = narrow(&cut, lo, hi);
    if (!(kept >= LEAST_MASS)) {
        vf_dist_fini(&cut);
        return vf_error_set(
            err, VF_E_CONFIG,
            "%s: truncation to [%g, %g] keeps only %g of the probability: expected at least %g", name, lo, hi,
            kept > 0 ? kept : 0.0, LEAST_MASS);
    }
    vf_dist_table_free(d->table);
    *d = cut;
    return 0;
}

int vf_dist_scale(struct vf_dist *d, double factor, struct vf_error *err) {
    if (!isfinite(factor) || !(factor > 0)) {
        return vf_dist_refuse(err, (enum vf_dist_id)d->id, "scale", factor, "a finite number > 0");
    }
    d->scale *= factor;
    return 0;
}

int vf_dist_zero_share(struct vf_dist *d, double share, struct vf_error *err) {
    if (!(share >= 0) || !(share < 1)) {
        return vf_dist_refuse(err, (enum vf_dist_id)d->id, "the share of zeros", share, "0 <= share < 1");
    }
    if (share > 0 && vf_dist_lowest(d) < 0) {
        return vf_dist_refuse(err, (enum vf_dist_id)d->id, "the lowest value", vf_dist_lowest(d),
                              ">= 0 where there is a share of zeros");
    }
    d->zero = share;
    d->plain = !d->truncated && share == 0;
    return 0;
}

double vf_dist_lowest(const struct vf_dist *d) {
    double low = kind_of(d)->lowest(d);
    low = d->scale * (low > d->lo ? low : d->lo);
    return d->zero > 0 && low > 0 ? 0 : low;
}

bool vf_dist_biasable(const struct vf_dist *d) {
    double mean = vf_dist_mean(d);
    return vf_dist_lowest(d) >= 0 && mean > 0 && isfinite(mean);
}

double vf_dist_sample_size_biased(const struct vf_dist *d, struct vf_rand *r) {
    return d->scale * kind_of(d)->size_biased(d, r); /* zeros weigh nothing */
}

double vf_dist_sample_between(struct vf_dist law, double lo, double hi, struct vf_rand *r) {
    if (!(narrow(&law, lo, hi) > 0)) {
        return lo > -INFINITY ? lo : hi; /* nothing there but rounding errors */
    }
    return vf_dist_sample_cut(&law, r);
}

double vf_dist_sample_beyond(const struct vf_dist *d, double elapsed, struct vf_rand *r) {
    const struct vf_dist_kind *kind = kind_of(d);
    double x;
    if (elapsed < vf_dist_lowest(d)) {
        return vf_dist_sample(d, r);
    }
    if (kind->beyond != NULL) {
        x = d->scale * kind->beyond(d, elapsed / d->scale, r);
    } else {
        struct vf_dist rest = *d;
        if (!(narrow(&rest, elapsed / d->scale, INFINITY) > 0)) {
            return elapsed;
        }
        x = d->scale * vf_dist_sample_cut(&rest, r);
    }
    return x > elapsed ? x : elapsed;
}

/* The first two moments of the cut law. */
static void moments(const struct vf_dist *d, double *mean, double *variance) {
    const struct vf_dist_kind *kind = kind_of(d);
    *mean = kind->mean(d);
    *variance = kind->variance(d);
    if (d->truncated) {
        double all = mass(d);
        *mean = kind->partial(d, 1, d->lo, d->hi) / all;
        double spread = kind->partial(d, 2, d->lo, d->hi) / all - *mean * *mean;
        *variance = spread > 0 ? spread : 0;
    }
}

double vf_dist_mean(const struct vf_dist *d) {
    double mean, variance;
    moments(d, &mean, &variance);
    return (1 - d->zero) * d->scale * mean;
}

double vf_dist_variance(const struct vf_dist *d) {
    double mean, variance;
    moments(d, &mean, &variance);
    if (d->zero > 0) {
        variance = (1 - d->zero) * (variance + d->zero * mean * mean);
    }
    return d->scale * d->scale * variance;
}

/* P(X <= x) or P(X > x) of the cut law. */
static double cut_cdf(const struct vf_dist *d, double x, bool upper) {
    if (!d->truncated) {
        return kind_of(d)->cdf(d, x, upper);
    }
    if (x < d->lo || x >= d->hi) {
        return (x < d->lo) == upper ? 1 : 0;
    }
    double p = kind_of(d)->cdf(d, x, d->upper);
    double share = (upper ? p - d->p1 : d->p0 - p) / (d->p0 - d->p1);
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

double vf_dist_cdf(const struct vf_dist *d, double x) {
    double p = (1 - d->zero) * cut_cdf(d, x / d->scale, false);
    return x >= 0 ? d->zero + p : p;
}

double vf_dist_survival(const struct vf_dist *d, double x) {
    double p = (1 - d->zero) * cut_cdf(d, x / d->scale, true);
    return x >= 0 ? p : d->zero + p;
}

double vf_dist_quantile(const struct vf_dist *d, double p) {
    if (p <= d->zero && d->zero > 0) {
        return 0;
    }
    return d->scale * invert(d, d->zero > 0 ? (p - d->zero) / (1 - d->zero) : p);
}
