/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean ...?": the edit distance of Damerau (1964) and Levenshtein (1966) in its restricted form
 * (optimal string alignment: a neighbouring pair may be swapped, and is then not edited again). For messages
 * only; quadratic in the length of a name. */
#include <limits.h>
#include <string.h>

#include "vf_text.h"

enum { NAME_MAX_BYTES = 64 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static int min3(int a, int b, int c) {
    int m = a < b ? a : b;
    return m < c ? m : c;
}

int vf_text_distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    if (n > NAME_MAX_BYTES || m > NAME_MAX_BYTES)
        return INT_MAX;
    int rows[3][NAME_MAX_BYTES + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++)
        last[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = min3(last[j] + 1, row[j - 1] + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]) &&
                before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        int *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[m];
}

const char *vf_suggest(const char *word, const char *const *candidates, size_t n) {
    size_t length = strlen(word);
    int limit = length / 3 > 1 ? (int)(length / 3) : 1;
    const char *best = NULL;
    int best_distance = INT_MAX;
    for (size_t i = 0; i < n; i++) {
        if (!candidates[i])
            continue;
        int distance = vf_text_distance(word, candidates[i]);
        /* A word changed in every letter is another word. */
        if (distance <= limit && (size_t)distance < length && distance < best_distance) {
            best = candidates[i];
            best_distance = distance;
        }
    }
    return best;
}
