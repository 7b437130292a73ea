/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the language from the environment and writes numbers the way each language's readers expect.
 * Called by the program only; the library knows no language. */
#include "vf_language.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const GROUP[] = {[VF_ENGLISH] = ",", [VF_SWEDISH] = "\xc2\xa0"};
static const char *const POINT[] = {[VF_ENGLISH] = ".", [VF_SWEDISH] = ","};
static const char DASH[] = "\xe2\x80\x93";
static const char MINUS[] = "\xe2\x88\x92";

/* "sv", "sv_SE", "sv_SE.UTF-8" and "sv@euro" are Swedish; "svx" is not. */
static bool names(const char *locale, size_t size, const char *code) {
    size_t n = strlen(code);
    return size >= n && strncmp(locale, code, n) == 0 && (size == n || strchr("_.@", locale[n]) != NULL);
}

static bool understood(const char *locale, size_t size, enum vf_language *language) {
    if (names(locale, size, "sv")) {
        *language = VF_SWEDISH;
        return true;
    }
    if (names(locale, size, "en") || names(locale, size, "C") || names(locale, size, "POSIX")) {
        *language = VF_ENGLISH;
        return true;
    }
    return false;
}

enum vf_language vf_language_from_environment(void) {
    enum vf_language language = VF_ENGLISH;
    const char *list = getenv("LANGUAGE");
    while (list && *list) {
        size_t size = strcspn(list, ":");
        if (understood(list, size, &language))
            return language;
        list += size;
        list += *list == ':';
    }
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (!value || !*value)
            continue;
        (void)understood(value, strlen(value), &language);
        return language;
    }
    return language;
}

const char *vf_say(enum vf_language language, struct vf_phrase phrase) {
    return language == VF_SWEDISH ? phrase.sv : phrase.en;
}

/* Copies plain "-1234.5" to `text` with the language's own signs. */
static size_t dress(char *text, enum vf_language language, const char *plain) {
    size_t n = 0;
    const char *p = plain;
    if (*p == '-') {
        n += (size_t)snprintf(text + n, VF_PEOPLE_NUMBER - n, "%s", MINUS);
        p++;
    }
    size_t digits = strcspn(p, ".");
    for (size_t i = 0; i < digits; i++) {
        bool gap = digits > 4 && i > 0 && (digits - i) % 3 == 0;
        n += (size_t)snprintf(text + n, VF_PEOPLE_NUMBER - n, "%s%c", gap ? GROUP[language] : "", p[i]);
    }
    if (p[digits] == '.')
        n += (size_t)snprintf(text + n, VF_PEOPLE_NUMBER - n, "%s%s", POINT[language], p + digits + 1);
    return n;
}

size_t vf_people_real(char text[VF_PEOPLE_NUMBER], enum vf_language language, double x, int decimals) {
    if (isnan(x))
        return (size_t)snprintf(text, VF_PEOPLE_NUMBER, "%s", DASH);
    if (isinf(x))
        return (size_t)snprintf(text, VF_PEOPLE_NUMBER, "%s\xe2\x88\x9e", x < 0 ? MINUS : "");
    char plain[32];
    if (fabs(x) >= 1e15) /* too long to group; such a number is a fault worth seeing as it is */
        return (size_t)snprintf(text, VF_PEOPLE_NUMBER, "%.3e", x);
    int size = snprintf(plain, sizeof plain, "%.*f", decimals > 9 ? 9 : decimals, x);
    bool zero = plain[0] == '-' && strspn(plain + 1, "0.") == (size_t)size - 1;
    return dress(text, language, zero ? plain + 1 : plain);
}

size_t vf_people_count(char text[VF_PEOPLE_NUMBER], enum vf_language language, int64_t n) {
    char plain[32];
    (void)snprintf(plain, sizeof plain, "%lld", (long long)n);
    return dress(text, language, plain);
}

size_t vf_people_span(char text[VF_PEOPLE_NUMBER], double seconds) {
    if (!(seconds >= 0) || seconds > 3.6e8)
        return (size_t)snprintf(text, VF_PEOPLE_NUMBER, "%s", DASH);
    long long s = llround(seconds);
    if (s >= 3600)
        return (size_t)snprintf(text, VF_PEOPLE_NUMBER, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
    return (size_t)snprintf(text, VF_PEOPLE_NUMBER, "%lld:%02lld", s / 60, s % 60);
}
