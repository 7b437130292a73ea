/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to and from text, the same in every locale. printf and strtod follow LC_NUMERIC, which a program
 * that links this library may have set: digits are therefore picked out of printf's text one by one, and
 * strtod is given the decimal point it wants. Short numbers take the exact path of Clinger ("How to read
 * floating point numbers accurately", PLDI 1990): at most 15 digits and a power of ten up to 10^22 are both
 * doubles, so one multiplication or division rounds correctly. */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_text.h"

enum { DIGITS_MAX = 17, PLAIN_EXPONENT_MIN = -5, PLAIN_EXPONENT_MAX = 14 };

/* The significant digits of a positive double and the power of ten of the first one. */
struct decimal {
    char digits[DIGITS_MAX + 1];
    int n, exponent;
};

static struct decimal to_decimal(double x, int precision) {
    char text[48];
    (void)snprintf(text, sizeof text, "%.*e", precision - 1, x);
    struct decimal d = {.n = 0};
    const char *p = text;
    for (; *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9')
            d.digits[d.n++] = *p;
    }
    d.exponent = (int)strtol(p + 1, NULL, 10);
    while (d.n > 1 && d.digits[d.n - 1] == '0')
        d.n--;
    d.digits[d.n] = '\0';
    return d;
}

static size_t layout_plain(char *buf, const struct decimal *d) {
    char *p = buf;
    if (d->exponent < 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = -1; i > d->exponent; i--)
            *p++ = '0';
    }
    for (int i = 0; i < d->n; i++) {
        if (i > 0 && i == d->exponent + 1)
            *p++ = '.';
        *p++ = d->digits[i];
    }
    for (int i = d->n; i <= d->exponent; i++)
        *p++ = '0';
    *p = '\0';
    return (size_t)(p - buf);
}

static size_t layout(char *buf, size_t room, const struct decimal *d) {
    if (d->exponent >= PLAIN_EXPONENT_MIN && d->exponent <= PLAIN_EXPONENT_MAX)
        return layout_plain(buf, d);
    return (size_t)snprintf(buf, room, "%c%s%se%d", d->digits[0], d->n > 1 ? "." : "", d->digits + 1,
                            d->exponent);
}

size_t vf_format_double(char buf[VF_DOUBLE_TEXT], double x) {
    if (!isfinite(x)) {
        memcpy(buf, "null", 5);
        return 4;
    }
    if (fabs(x) <= 1e15 && x == floor(x))
        return (size_t)snprintf(buf, VF_DOUBLE_TEXT, "%lld", (long long)x);
    size_t sign = x < 0;
    buf[0] = '-';
    double magnitude = fabs(x);
    /* A subnormal holds fewer than 15 digits: search from one. */
    size_t size = 0;
    for (int precision = magnitude < DBL_MIN ? 1 : DBL_DIG; precision <= DIGITS_MAX; precision++) {
        struct decimal d = to_decimal(magnitude, precision);
        size = layout(buf + sign, VF_DOUBLE_TEXT - sign, &d);
        double back;
        if (vf_parse_double(buf + sign, size, &back) == VF_NUMBER_OK && back == magnitude)
            break;
    }
    return sign + size;
}

/* What the grammar of RFC 8259 section 6 found in a text. */
struct parsed {
    int negative;
    int digits;                  /* significant digits seen, leading zeros not counted */
    unsigned long long mantissa; /* their value while there are at most 18 */
    int scale;                   /* value = mantissa * 10^scale, with exponent */
    size_t point;                /* offset of the decimal point, or the size */
};

static int is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t read_digits(const char *s, size_t size, size_t at, struct parsed *p) {
    while (at < size && is_digit(s[at])) {
        unsigned digit = (unsigned)(s[at] - '0');
        if ((p->digits > 0 || digit != 0) && p->digits < INT_MAX)
            p->digits++;
        if (p->digits <= 18)
            p->mantissa = p->mantissa * 10 + digit;
        at++;
    }
    return at;
}

static int read_exponent(const char *s, size_t size, size_t *at, struct parsed *p) {
    size_t i = *at + 1;
    int negative = i < size && s[i] == '-';
    if (i < size && (s[i] == '-' || s[i] == '+'))
        i++;
    size_t begin = i;
    int value = 0;
    for (; i < size && is_digit(s[i]); i++) {
        if (value < 100000000) /* beyond any text's length, so that no fraction can bring it back */
            value = value * 10 + (s[i] - '0');
    }
    *at = i;
    p->scale += negative ? -value : value;
    return i > begin;
}

static int read_grammar(const char *s, size_t size, struct parsed *p) {
    *p = (struct parsed){.negative = size > 0 && s[0] == '-', .point = size};
    size_t begin = (size_t)p->negative;
    size_t at = read_digits(s, size, begin, p);
    if (at == begin || (at > begin + 1 && s[begin] == '0'))
        return 0;
    if (at < size && s[at] == '.') {
        p->point = at;
        at = read_digits(s, size, at + 1, p);
        if (at == p->point + 1)
            return 0;
        size_t fraction = at - p->point - 1;
        p->scale = fraction > 1000000000 ? -1000000000 : -(int)fraction;
    }
    if (at < size && (s[at] == 'e' || s[at] == 'E') && !read_exponent(s, size, &at, p))
        return 0;
    return at == size;
}

/* strtod on a copy with the decimal point of the current locale, found by printing one half. */
static double read_slowly(const char *s, size_t size, size_t point) {
    char half[16], stack[160];
    (void)snprintf(half, sizeof half, "%.1f", 0.5);
    size_t dot = strlen(half) - 2;
    char *copy = size + dot < sizeof stack ? stack : vf_xmalloc(size + dot + 1);
    size_t n = point;
    memcpy(copy, s, point);
    if (point < size) {
        memcpy(copy + n, half + 1, dot);
        n += dot;
        memcpy(copy + n, s + point + 1, size - point - 1);
        n += size - point - 1;
    }
    copy[n] = '\0';
    double x = strtod(copy, NULL);
    if (copy != stack)
        free(copy);
    return x;
}

int vf_parse_double(const char *text, size_t size, double *x) {
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct parsed p;
    *x = 0;
    if (!read_grammar(text, size, &p))
        return VF_NUMBER_SYNTAX;
    if (p.digits <= 15 && p.scale >= -22 && p.scale <= 22) {
        double m = (double)p.mantissa;
        m = p.scale < 0 ? m / power[-p.scale] : m * power[p.scale];
        *x = p.negative ? -m : m;
        return VF_NUMBER_OK;
    }
    double value = read_slowly(text, size, p.point);
    if (!isfinite(value) || (value == 0 && p.digits > 0))
        return VF_NUMBER_RANGE;
    *x = value;
    return VF_NUMBER_OK;
}

int vf_number_is_integer_text(const char *text, size_t size) {
    struct parsed p;
    return read_grammar(text, size, &p) && p.point == size && !memchr(text, 'e', size) &&
           !memchr(text, 'E', size);
}
