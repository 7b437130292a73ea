#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes engine/kernel/math_tables.c: the tables of vf_log, vf_exp and vf_pow, and prints the fitted
polynomials that stand in vf_math.h and math.c. Needs mpmath; run by hand, the result is kept in the repository.

usage: python3 tools/math_tables.py > engine/kernel/math_tables.c
"""
import struct
import sys

from mpmath import mp, mpf, log, exp, floor, cos, pi, matrix, lu_solve, nint

mp.prec = 300
N = 128
OFF = 0x3FE6000000000000 + (1 << 44)


def to_double(x):
    """Nearest double of an mpf."""
    return float(mpf(x))


def from_bits(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def bits(d):
    return struct.unpack("<Q", struct.pack("<d", d))[0]


def fixed(x, places):
    """x rounded to a multiple of 2^-places (exact in a double)."""
    return mpf(nint(x * mpf(2) ** places)) / mpf(2) ** places


def fit(f, lo, hi, degree):
    """Chebyshev interpolation of f on [lo, hi], as monomial coefficients."""
    n = degree + 1
    xs = [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    a = matrix(n, n)
    b = matrix(n, 1)
    for i, x in enumerate(xs):
        for j in range(n):
            a[i, j] = x ** j
        b[i] = f(x)
    return list(lu_solve(a, b))


def log_rows():
    rows, rmin, rmax = [], mpf(0), mpf(0)
    for i in range(N):
        lo = from_bits(OFF + (i << 45))
        hi = from_bits(OFF + ((i + 1) << 45))
        if lo <= 1 < hi:
            invc = mpf(1)
        else:
            invc = fixed(2 / (mpf(lo) + mpf(hi)), 9)
        logc = -log(invc)
        logc_hi = fixed(logc, 42)
        rows.append((to_double(invc), to_double(logc_hi), to_double(logc - logc_hi), to_double(logc)))
        r0, r1 = lo * invc - 1, hi * invc - 1
        rmin, rmax = min(rmin, r0), max(rmax, r1)
        if invc != 1 and abs(logc) < max(abs(r0), abs(r1)):
            print("order of the sum fails in row", i, to_double(logc), float(r0), float(r1), file=sys.stderr)
    return rows, rmin, rmax


def main():
    rows, rmin, rmax = log_rows()
    err = sys.stderr
    print("log: r in", float(rmin), float(rmax), file=err)
    m = max(-rmin, rmax)
    q = lambda r: (log(1 + r) - r + r * r / 2) / r ** 3 if abs(r) > 1e-15 else mpf(1) / 3
    for degree in (4, 6):
        print("log q, degree", degree, [to_double(c).hex() for c in fit(q, -m, m, degree)], file=err)
    ln2hi = fixed(log(2), 42)
    print("ln2 hi", to_double(ln2hi).hex(), "lo", to_double(log(2) - ln2hi).hex(), file=err)
    step = log(2) / N
    step_hi = fixed(step, 41)
    print("exp: N/ln2", to_double(1 / step).hex(), "hi", to_double(step_hi).hex(), "lo",
          to_double(step - step_hi).hex(),
          file=err)
    e = lambda r: (exp(r) - 1 - r) / r ** 2 if abs(r) > 1e-15 else mpf(1) / 2
    h = step / 2 * mpf("1.001")
    print("exp, degree 3", [to_double(c).hex() for c in fit(e, -h, h, 3)], file=err)

    print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
    print("/* Tables of vf_math.h, written by tools/math_tables.py; do not edit. */")
    print('#include "vf_math.h"\n')
    print("const struct vf_log_row vf_log_table[VF_MATH_ROWS] = {")
    for r in rows:
        print("    {%s, %s, %s, %s}," % tuple(x.hex() for x in r))
    print("};\n")
    print("const struct vf_exp_row vf_exp_table[VF_MATH_ROWS] = {")
    for j in range(N):
        t = mpf(2) ** (mpf(j) / N)
        d = to_double(t)
        print("    {UINT64_C(0x%016X), %s}," % ((bits(d) - (j << 45)) & (2 ** 64 - 1), to_double(t / mpf(d) - 1).hex()))
    print("};")


main()
