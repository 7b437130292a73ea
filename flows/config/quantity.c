/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities written as text: durations, rates, percentages, times of day, days of the year. The spelling is
 * strict (a JSON number, one blank, a known unit) so that every file reads the same; the checker says what
 * the nearest right spelling would be. Also the word lists' search. Pure functions, no state. */
#include <string.h>

#include "vf_calendar.h"
#include "vf_fields.h"
#include "vf_text.h"

static const struct {
    const char *name;
    double ms;
} units[] = {
    {"s", 1e3}, {"min", 6e4}, {"h", 3.6e6}, {"d", 8.64e7}, {"w", 6.048e8}, {"y", 365 * 8.64e7},
};

int vf_quantity_unit_ms(const char *unit, double *ms) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].name, unit) == 0) {
            *ms = units[i].ms;
            return 0;
        }
    return -1;
}

/* "NUMBER UNIT" -> the number and where the unit begins. No sign, and an exponent of two digits at most. */
static int split(const char *text, double *number, const char **unit) {
    const char *blank = strchr(text, ' '), *exponent = strpbrk(text, "eE");
    if (!blank || text[0] == '-')
        return -1;
    if (exponent && exponent < blank && blank - exponent - 1 > 2 + (exponent[1] == '+' || exponent[1] == '-'))
        return -1;
    if (vf_parse_double(text, (size_t)(blank - text), number) != VF_NUMBER_OK)
        return -1;
    *unit = blank + 1;
    return 0;
}

int vf_quantity_duration(const char *text, double *ms) {
    double number, per;
    const char *unit;
    if (split(text, &number, &unit) || vf_quantity_unit_ms(unit, &per))
        return -1;
    *ms = number * per;
    return 0;
}

int vf_quantity_rate(const char *text, double *per_ms) {
    double number, per;
    const char *unit;
    if (split(text, &number, &unit) || unit[0] != '/' || vf_quantity_unit_ms(unit + 1, &per))
        return -1;
    *per_ms = number / per;
    return 0;
}

int vf_quantity_percent(const char *text, double *share) {
    double number;
    const char *unit;
    if (split(text, &number, &unit) || strcmp(unit, "%") != 0)
        return -1;
    *share = number / 100;
    return 0;
}

/* Two digits, or -1. */
static int two(const char *s) {
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return -1;
    return 10 * (s[0] - '0') + (s[1] - '0');
}

int vf_quantity_clock(const char *text, int64_t *ms_of_day) {
    if (strlen(text) != 5 || text[2] != ':')
        return -1;
    int hour = two(text), minute = two(text + 3);
    if (hour < 0 || minute < 0 || minute > 59 || hour > 24 || (hour == 24 && minute > 0))
        return -1;
    *ms_of_day = hour * VF_MS_HOUR + minute * VF_MS_MINUTE;
    return 0;
}

int vf_quantity_monthday(const char *text, int *month, int *day) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(text) != 5 || text[2] != '-')
        return -1;
    int m = two(text), d = two(text + 3);
    if (m < 1 || m > 12 || d < 1 || d > days[m - 1])
        return -1;
    *month = m;
    *day = d;
    return 0;
}

int vf_value_duration(const cJSON *value, double *ms) {
    if (cJSON_IsString(value))
        return vf_quantity_duration(value->valuestring, ms);
    if (!cJSON_IsNumber(value) || value->valuedouble != 0)
        return -1;
    *ms = 0;
    return 0;
}

int vf_word_index(const char *const *words, const char *word) {
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}
