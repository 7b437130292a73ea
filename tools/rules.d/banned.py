# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions and words of C that the project does without, and where the exceptions are."""
import re
from fnmatch import fnmatch

from csource import blank

WHY = "each of these once gave different results by locale or CPU, an overflow, or a library that ends the program"

LIBRARY = ("engine/", "flows/")
EVENT_LOOP = ("engine/kernel/", "flows/")
OURS = ("engine/", "flows/", "app/", "tests/", "include/")


def call(*names):
    return r"(?<![\w.>])(?:" + "|".join(names) + r")\s*\("


# pattern, folders it holds for, files excepted, what to do instead
BANNED = [
    (call("printf", "vprintf", "puts", "putchar", "perror") + r"|\b(?:stdout|stderr)\b", LIBRARY,
     ["engine/base/error.c", "engine/base/memory.c"], "library code does not print: fill a struct vf_error"),
    (call("exit", "_exit", "_Exit", "quick_exit", "abort"), LIBRARY, ["engine/base/memory.c"],
     "library code does not end the program: return a code"),
    (call("strcpy", "strcat", "sprintf", "vsprintf", "gets", "strncpy", "strncat", "strtok", "alloca"), OURS, [],
     "no length is given: snprintf, memcpy or struct vf_text"),
    (call("strtod", "strtof", "strtold", "atof", "atoi", "atol", "atoll", r"[fsv]*scanf"), OURS,
     ["engine/base/number.c", "tests/*"], "follows the locale or hides errors: vf_parse_double"),
    (call("setlocale", "uselocale", "newlocale"), OURS, ["tests/*"],
     "LC_NUMERIC stays C: text is chosen by vf_language, never by the locale"),
    (call("rand", "srand", "rand_r", "random", "srandom", "[dejlmn]rand48"), OURS, [],
     "draws are keyed: vf_rand_open"),
    (call("system", "popen", "fork", "vfork"), LIBRARY, [], "the library starts no programs"),
    (call("time", "gettimeofday", "clock", "clock_gettime", "localtime", "gmtime", "ctime", "getenv"), EVENT_LOOP,
     [], "a result depends on the config and the seed alone"),
    (call("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "sinh", "cosh", "tanh", "asin", "acos",
          "atan", "atan2", "sin", "cos", "tan", "cbrt", "hypot", "[lt]gamma", "erfc?") +
     r"|\bgsl_(?:ran|cdf|sf)_\w+", EVENT_LOOP, ["engine/kernel/*_gsl.c"],
     "libm and GSL give other bits on other CPUs: use vf_math.h on the way from key to duration or choice"),
    (call("malloc", "calloc", "realloc", "strdup", "strndup"), LIBRARY + ("app/",), ["engine/base/memory.c"],
     "vf_xmalloc and friends never return NULL"),
    (r"\bcJSON_(?:GetObjectItem|GetObjectItemCaseSensitive|Parse|Print)\w*", LIBRARY + ("app/",),
     ["engine/base/json*.c"], "the strict wrapper vf_json.h keeps case, duplicates and digits"),
    (r"\b__(?!FILE__|LINE__|VA_ARGS__|STDC_)\w+__\b|\b__(?:int128|builtin_\w+|typeof)\b|\btypeof\s*\(|"
     r"\b__float128\b", OURS, ["tests/bench/*"],
     "plain C11: an extension stands in #if defined(__GNUC__) with an #else"),
    (r"\blong\s+double\b", OURS, ["tests/*"], "80 bits on one machine, 64 or 128 on another"),
    (r"\btypedef\s+(?:struct|union|enum)\b", OURS, [], "say `struct vf_x`, without a typedef"),
    (r"\bvolatile\b", LIBRARY, [], "threads share through C11 atomics"),
]


GUARDED = re.compile(r"#if defined *\(?__GNUC__\)?\n.*?#else\n", re.S)


def without_guarded(code):
    """What only gcc sees may use gcc, if an #else says the same in plain C."""
    return GUARDED.sub(lambda found: "\n" * found.group(0).count("\n"), code)


def check(tree):
    for path, text in tree.select(*OURS):
        lines = without_guarded(blank(text)).split("\n")
        for pattern, folders, excepted, instead in BANNED:
            if not path.startswith(tuple(folders)) or any(fnmatch(path, e) for e in excepted):
                continue
            for number, line in enumerate(lines, 1):
                found = re.search(pattern, line)
                if found and not line.lstrip().startswith("#include"):
                    yield path, number, f"{found.group(0).strip(' (')}: {instead}"


BAD = [
    {"flows/a.c": 'void f(void) { printf("x"); }'},
    {"engine/study/a.c": "void f(void) { fputs(x, stderr); }"},
    {"engine/base/a.c": "void f(void) { exit(1); }"},
    {"app/a.c": "void f(char *a, char *b) { strcpy(a, b); }"},
    {"tests/unit/a.c": "void f(char *a) { sprintf(a, b); }"},
    {"flows/config/a.c": "double f(char *a) { return strtod(a, 0); }"},
    {"app/a.c": 'void f(void) { setlocale(LC_NUMERIC, ""); }'},
    {"flows/a.c": "int f(void) { return rand(); }"},
    {"engine/kernel/a.c": "double f(double x) { return log(x); }"},
    {"flows/a.c": "double f(double x) { return pow (x, 2); }"},
    {"engine/kernel/a.c": "double f(gsl_rng *r) { return gsl_ran_gamma(r, 1, 1); }"},
    {"flows/a.c": "long f(void) { return time(0); }"},
    {"app/a.c": "void *f(void) { return malloc(4); }"},
    {"flows/a.c": "cJSON *f(cJSON *o) { return cJSON_GetObjectItem(o, k); }"},
    {"engine/base/a.c": "__attribute__((packed)) struct s { int x; };"},
    {"engine/base/a.c": "typedef struct s s;"},
    {"engine/base/a.c": "unsigned __int128 x;"},
    {"flows/a.c": "long double x;"},
]
GOOD = [
    {"flows/a.h": "#if defined(__GNUC__)\n#define F(x) __builtin_ctz(x)\n#else\n#define F(x) f(x)\n#endif\n"},
    {"app/a.c": '/* strcpy(a, b) */ const char *s = "exit(1)"; void f(void) { printf("x"); }'},
    {"flows/a.c": "double f(double x) { return vf_log(x) + s->exp(x) + vf_pow(x, 2.0) + sqrt(x); }"},
    {"engine/base/number.c": "double f(char *a) { return strtod(a, 0); }"},
    {"engine/stats/a.c": "double f(double x) { return log(x); }"},
    {"flows/a.c": "int f(struct s *p) { return p->time(0) + waiting_time(p); }"},
    {"engine/base/a.c": 'typedef int (*handler)(int); const char *f = __FILE__; int l = f(__VA_ARGS__);'},
]
