/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of an extract: each once, found again by its hash; and names that a config takes, made of any text. */
#include <stdlib.h>
#include <string.h>

#include "vf_extract.h"

static uint64_t hash(const char *s, size_t n) { /* FNV-1a */
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001B3);
    return h ^ h >> 29;
}

static size_t slot_of(const struct vf_extract_names *names, const char *s, size_t n) {
    size_t at = (size_t)hash(s, n) & (names->slots - 1);
    for (; names->slot[at]; at = (at + 1) & (names->slots - 1)) {
        const char *known = names->name[names->slot[at] - 1];
        if (strncmp(known, s, n) == 0 && known[n] == '\0')
            break;
    }
    return at;
}

uint16_t vf_extract_intern(struct vf_extract_names *names, const char *name, size_t length) {
    if (!names->slots) {
        names->slots = 4 * VF_EXTRACT_NAMES; /* never more than a quarter full */
        names->slot = vf_xcalloc(names->slots, sizeof *names->slot);
        names->name = vf_xcalloc(VF_EXTRACT_NAMES, sizeof *names->name);
    }
    size_t at = slot_of(names, name, length);
    if (!names->slot[at]) {
        if (names->n == VF_EXTRACT_NAMES)
            return VF_EXTRACT_NOBODY;
        char *copy = vf_xcalloc(length + 1, 1);
        memcpy(copy, name, length);
        names->name[names->n++] = copy;
        names->slot[at] = (uint32_t)names->n;
    }
    return (uint16_t)(names->slot[at] - 1);
}

void vf_extract_names_fini(struct vf_extract_names *names) {
    for (size_t i = 0; i < names->n; i++)
        free(names->name[i]);
    free(names->name);
    free(names->slot);
    *names = (struct vf_extract_names){0};
}

/* The plain letter of the two-byte code points that Swedish names are made of; '_' for others. */
static char letter_of(unsigned char lead, unsigned char next) {
    static const struct {
        unsigned char next;
        char letter;
    } letters[] = {{0xA5, 'a'}, {0xA4, 'a'}, {0xB6, 'o'}, {0xA9, 'e'}, {0xA8, 'e'}, {0xBC, 'u'}, {0xA6, 'a'},
                   {0xB8, 'o'}, {0x85, 'A'}, {0x84, 'A'}, {0x96, 'O'}, {0x89, 'E'}, {0x9C, 'U'}};
    for (size_t i = 0; lead == 0xC3 && i < sizeof letters / sizeof *letters; i++)
        if (letters[i].next == next)
            return letters[i].letter;
    return '_';
}

/* What stands for the code point at text[*i] in a name; *i moves to its last byte. */
static char plain(const char *text, size_t length, size_t *i) {
    unsigned char c = (unsigned char)text[*i];
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? (char)c : '_';
    char put = *i + 1 < length ? letter_of(c, (unsigned char)text[*i + 1]) : '_';
    while (*i + 1 < length && ((unsigned char)text[*i + 1] & 0xC0) == 0x80)
        ++*i;
    return put;
}

void vf_extract_plain_name(const char *text, size_t length, char out[64]) {
    size_t n = 0;
    for (size_t i = 0; i < length && n < 60; i++) {
        char put = plain(text, length, &i);
        if (n == 0 && put >= '0' && put <= '9')
            out[n++] = 'k';
        if (put != '_' || (n > 0 && out[n - 1] != '_'))
            out[n++] = put;
    }
    while (n > 0 && out[n - 1] == '_')
        n--;
    out[n] = '\0';
}
