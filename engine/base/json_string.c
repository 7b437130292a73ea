/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON strings (RFC 8259 section 7): decodes into lexer->token and reports bad escapes, control characters,
 * bytes that are not UTF-8, surrogates without their pair, and strings that never end. */
#include <string.h>

#include "vf_json_lex.h"

static void put_code_point(struct vf_text *to, unsigned long c) {
    char bytes[4];
    size_t n = 0;
    if (c < 0x80) {
        bytes[n++] = (char)c;
    } else if (c < 0x800) {
        bytes[n++] = (char)(0xc0 | c >> 6);
        bytes[n++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        bytes[n++] = (char)(0xe0 | c >> 12);
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        bytes[n++] = (char)(0x80 | (c & 0x3f));
    } else {
        bytes[n++] = (char)(0xf0 | c >> 18);
        bytes[n++] = (char)(0x80 | (c >> 12 & 0x3f));
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        bytes[n++] = (char)(0x80 | (c & 0x3f));
    }
    vf_text_append(to, bytes, n);
}

/* Four hex digits at `at`; -1 when they are not there. */
static long hex4(const struct vf_json_lexer *lx, size_t at) {
    static const char digits[] = "0123456789abcdef";
    long value = 0;
    if (lx->size - at < 4)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        char c = lx->text[at + i];
        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        const char *p = c ? strchr(digits, c) : NULL;
        if (!p)
            return -1;
        value = value * 16 + (p - digits);
    }
    return value;
}

static void bad_escape(struct vf_json_lexer *lx, const char *message, const char *expected) {
    char found[16] = "";
    size_t left = lx->size - lx->at, shown = 0;
    size_t longest = left > 1 && lx->text[lx->at + 1] == 'u' ? 6 : 2;
    const char *here = lx->text + lx->at;
    while (shown < left && shown < longest && here[shown] > 0x20 && here[shown] < 0x7f)
        shown++;
    memcpy(found, here, shown);
    vf_json_lex_complain(lx, (struct vf_json_complaint){message, expected, found, NULL});
}

/* `at` is on the backslash of \uXXXX; moves past it, or past both halves of a pair. */
static void unicode_escape(struct vf_json_lexer *lx) {
    long high = hex4(lx, lx->at + 2);
    if (high < 0) {
        bad_escape(lx, "bad escape in a string", "\\u and four hex digits");
        lx->at += 2;
        return;
    }
    unsigned long c = (unsigned long)high;
    size_t past = lx->at + 6;
    if (high >= 0xd800 && high < 0xdc00 && lx->size - past >= 6 && lx->text[past] == '\\' &&
        lx->text[past + 1] == 'u') {
        long low = hex4(lx, past + 2);
        if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((unsigned long)(high - 0xd800) << 10) + (unsigned long)(low - 0xdc00);
            past += 6;
        }
    }
    if (c == 0)
        bad_escape(lx, "the character U+0000 is not allowed in a string", NULL);
    else if (c >= 0xd800 && c < 0xe000)
        bad_escape(lx, "half of a surrogate pair", "\\uD8xx\\uDCxx, or the character itself in UTF-8");
    else
        put_code_point(&lx->token, c);
    lx->at = past;
}

static void escape(struct vf_json_lexer *lx) {
    static const char letters[] = "\"\\/bfnrt", meaning[] = "\"\\/\b\f\n\r\t";
    char c = lx->at + 1 < lx->size ? lx->text[lx->at + 1] : '\0';
    const char *p = c ? strchr(letters, c) : NULL;
    if (c == 'u') {
        unicode_escape(lx);
    } else if (p) {
        vf_text_append(&lx->token, &meaning[p - letters], 1);
        lx->at += 2;
    } else {
        bad_escape(lx, "bad escape in a string", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        lx->at++;
    }
}

/* A byte that may not stand in a string as it is. */
static void bad_byte(struct vf_json_lexer *lx) {
    char found[24];
    unsigned c = (unsigned char)lx->text[lx->at];
    (void)snprintf(found, sizeof found, "the byte 0x%02x", c);
    if (c < 0x20)
        vf_json_lex_complain(lx, (struct vf_json_complaint){"control character in a string", NULL, found,
                                                            c == '\t' ? "write \\t" : NULL});
    else
        vf_json_lex_complain(lx, (struct vf_json_complaint){"a string is not valid UTF-8", NULL, found,
                                                            "save the file with the encoding UTF-8"});
    lx->at++;
    /* One report for a run of such bytes. */
    while (lx->at < lx->size && (unsigned char)lx->text[lx->at] >= 0x80 &&
           vf_utf8_step(lx->text + lx->at, lx->size - lx->at) == 0)
        lx->at++;
}

static int is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

/* The bytes from `at` that stand for themselves. */
static size_t plain_run(const struct vf_json_lexer *lx) {
    size_t at = lx->at;
    for (;;) {
        while (at < lx->size && is_plain((unsigned char)lx->text[at]))
            at++;
        size_t step = at < lx->size && (unsigned char)lx->text[at] >= 0x80
                          ? vf_utf8_step(lx->text + at, lx->size - at)
                          : 0;
        if (step == 0)
            return at - lx->at;
        at += step;
    }
}

/* A string of plain ASCII is used where it stands; `at` is behind its quote, and its place is marked. */
static int plain_string(struct vf_json_lexer *lx) {
    const char *text = lx->text;
    size_t end = lx->at, size = lx->size;
    while (end < size && is_plain((unsigned char)text[end]))
        end++;
    if (end == size || text[end] != '"')
        return 0;
    lx->word = text + lx->at;
    lx->length = end - lx->at;
    lx->at = end + 1;
    lx->column += (int)(lx->at - lx->mark);
    lx->mark = lx->at;
    return 1;
}

void vf_json_lex_string(struct vf_json_lexer *lx) {
    vf_json_lex_mark(lx);
    int line = lx->line, column = lx->column;
    lx->at++;
    if (plain_string(lx))
        return;
    vf_text_clear(&lx->token);
    for (;;) {
        size_t run = plain_run(lx);
        vf_text_append(&lx->token, lx->text + lx->at, run);
        lx->at += run;
        int c = vf_json_lex_peek(lx);
        lx->word = lx->token.data;
        lx->length = lx->token.size;
        if (c == '"') {
            lx->at++;
            return;
        }
        if (c < 0 || c == '\n' || c == '\r') {
            char advice[64];
            (void)snprintf(advice, sizeof advice, "the string begins at %d:%d", line, column);
            vf_json_lex_unexpected(lx, "'\"' at the end of the string", advice);
            lx->stopped = 1;
            return;
        }
        if (c == '\\')
            escape(lx);
        else
            bad_byte(lx);
    }
}
