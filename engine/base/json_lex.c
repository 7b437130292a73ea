/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of JSON (RFC 8259 sections 2 to 7): white space, numbers, literals, and the bookkeeping of lines
 * and columns. Strings are in json_string.c. */
#include "vf_json_lex.h"

#include <math.h>
#include <string.h>

#include "vf_json.h"

enum { NUMBER_BYTES_MAX = 63, FOUND_BYTES = 40 };

static const char ENCODING_ADVICE[] = "save the file with the encoding UTF-8";

void vf_json_lex_init(struct vf_json_lexer *lx, const char *file, const char *text, size_t size,
                      const struct vf_json_places *places, struct vf_error *err) {
    memset(lx, 0, sizeof *lx);
    lx->file = file;
    lx->text = text;
    lx->size = size;
    lx->line = lx->column = 1;
    lx->err = err;
    lx->places = places;
    vf_text_init(&lx->token, VF_JSON_BYTES_MAX);
}

void vf_json_lex_fini(struct vf_json_lexer *lx) { vf_text_fini(&lx->token); }

int vf_json_lex_peek(const struct vf_json_lexer *lx) {
    return lx->at < lx->size ? (unsigned char)lx->text[lx->at] : -1;
}

void vf_json_lex_mark(struct vf_json_lexer *lx) {
    int line = lx->line, column = lx->column;
    size_t i = lx->mark;
    for (; i < lx->at; i++) {
        unsigned char c = (unsigned char)lx->text[i];
        column = c == '\n' ? 1 : column + ((c & 0xc0) != 0x80);
        line += c == '\n';
    }
    lx->line = line;
    lx->column = column;
    lx->mark = i;
}

void vf_json_lex_complain(struct vf_json_lexer *lx, struct vf_json_complaint complaint) {
    struct vf_text pointer;
    vf_text_init(&pointer, 4 * (size_t)VF_JSON_BYTES_MAX); /* escapes at most double a key */
    vf_json_places_pointer(lx->places, lx->node, &pointer);
    vf_json_lex_mark(lx);
    struct vf_problem problem = {
        .file = (char *)lx->file,
        .line = lx->line,
        .column = lx->column,
        .pointer = pointer.data,
        .message = (char *)complaint.message,
        .expected = (char *)complaint.expected,
        .found = (char *)complaint.found,
        .advice = (char *)complaint.advice,
    };
    lx->problems++;
    vf_error_add(lx->err, VF_E_CONFIG, &problem);
    vf_text_fini(&pointer);
}

static void describe_here(const struct vf_json_lexer *lx, char *found, size_t room) {
    int c = vf_json_lex_peek(lx);
    size_t step = vf_utf8_step(lx->text + lx->at, lx->size - lx->at);
    if (c < 0)
        (void)snprintf(found, room, "the end of the file");
    else if (c == '\n' || c == '\r')
        (void)snprintf(found, room, "the end of the line");
    else if (step == 0 || c < 0x20 || c == 0x7f)
        (void)snprintf(found, room, "the byte 0x%02x", (unsigned)c);
    else if (c == '\'')
        (void)snprintf(found, room, "a single quote");
    else
        (void)snprintf(found, room, "'%.*s'", (int)step, lx->text + lx->at);
}

void vf_json_lex_unexpected(struct vf_json_lexer *lx, const char *expected, const char *advice) {
    char found[FOUND_BYTES];
    describe_here(lx, found, sizeof found);
    vf_json_lex_complain(lx, (struct vf_json_complaint){"not JSON", expected, found, advice});
}

/* `at` is on a slash: skips a comment in the manner of C, or the slash alone. */
static void skip_comment(struct vf_json_lexer *lx) {
    const char *rest = lx->text + lx->at;
    size_t left = lx->size - lx->at;
    vf_json_lex_complain(lx, (struct vf_json_complaint){"JSON has no comments", NULL, NULL,
                                                        "remove it, or say it in a \"note\" or \"source\""});
    if (left > 1 && rest[1] == '*') {
        size_t i = 2;
        while (i + 1 < left && !(rest[i] == '*' && rest[i + 1] == '/'))
            i++;
        lx->at = i + 1 < left ? lx->at + i + 2 : lx->size;
    } else if (left > 1 && rest[1] == '/') {
        const char *end = memchr(rest, '\n', left);
        lx->at = end ? (size_t)(end - lx->text) : lx->size;
    } else {
        lx->at++;
    }
}

/* Much of a file is blanks: they are counted as they are skipped. */
static void skip_white(struct vf_json_lexer *lx) {
    vf_json_lex_mark(lx);
    const char *text = lx->text;
    size_t at = lx->at;
    int line = lx->line, column = lx->column;
    for (;;) {
        if (lx->size - at >= 8 && memcmp(text + at, "        ", 8) == 0) {
            column += 8;
            at += 8;
        } else if (at < lx->size && text[at] == '\n') {
            line++;
            column = 1;
            at++;
        } else if (at < lx->size && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
            column++;
            at++;
        } else {
            break;
        }
    }
    lx->line = line;
    lx->column = column;
    lx->at = lx->mark = at;
}

void vf_json_lex_blank(struct vf_json_lexer *lx) {
    int c = vf_json_lex_peek(lx);
    if (c == ' ') { /* one between key and value */
        lx->at++;
        c = vf_json_lex_peek(lx);
    }
    if (c > ' ' && c != '/')
        return;
    for (skip_white(lx); vf_json_lex_peek(lx) == '/'; skip_white(lx))
        skip_comment(lx);
}

static int is_digit(int c) { return c >= '0' && c <= '9'; }

int vf_json_lex_begins_word(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

/* The end of the run of characters that belong to a number or to a misspelt one. */
static size_t number_end(const struct vf_json_lexer *lx) {
    size_t end = lx->at;
    while (end < lx->size) {
        int c = (unsigned char)lx->text[end];
        if (!is_digit(c) && !vf_json_lex_begins_word(c) && c != '.' && c != '+' && c != '-' && c != '%')
            break;
        end++;
    }
    return end;
}

static const char *number_advice(const char *s, size_t size) {
    size_t sign = s[0] == '-', digits = sign;
    while (digits < size && (is_digit((unsigned char)s[digits]) || s[digits] == '.'))
        digits++;
    if (s[0] == '+')
        return "write it without the plus sign";
    if (s[0] == '.' || s[size - 1] == '.')
        return "write a digit on both sides of the point";
    if (s[0] == '0' && size > 1 && is_digit((unsigned char)s[1]))
        return "write it without leading zeros";
    if (digits > sign && digits < size && vf_json_lex_begins_word((unsigned char)s[digits]))
        return "a quantity with a unit is a string, such as \"7.4 d\"";
    return NULL;
}

/* 2^53 = 9007199254740992: from there on not every integer is a double. */
static int integer_too_large(const char *s, size_t size) {
    static const char limit[] = "9007199254740992";
    size_t digits = sizeof limit - 1;
    if (!vf_number_is_integer_text(s, size))
        return 0;
    if (s[0] == '-') {
        s++;
        size--;
    }
    return size > digits || (size == digits && memcmp(s, limit, digits) > 0);
}

static struct vf_json_complaint judge_number(const char *s, size_t size, double *value) {
    int verdict = vf_parse_double(s, size, value);
    if (verdict == VF_NUMBER_SYNTAX)
        return (struct vf_json_complaint){"not a JSON number", "digits such as 12, 0.5 or 1.5e3", NULL,
                                          number_advice(s, size)};
    if (size > NUMBER_BYTES_MAX)
        return (struct vf_json_complaint){"a number of too many characters", "at most 63 characters", NULL,
                                          "17 significant digits are all that a double holds"};
    if (verdict == VF_NUMBER_RANGE)
        return (struct vf_json_complaint){"a number that a double cannot hold",
                                          "0, or a size between 5e-324 and 1.797e308", NULL, NULL};
    if (integer_too_large(s, size))
        return (struct vf_json_complaint){"an integer that a double cannot hold exactly",
                                          "at most 9007199254740992 (2^53) in size", NULL,
                                          "write it as a string, or with an exponent if it is approximate"};
    return (struct vf_json_complaint){NULL, NULL, NULL, NULL};
}

void vf_json_lex_number(struct vf_json_lexer *lx) {
    const char *s = lx->text + lx->at;
    size_t end = number_end(lx), size = end - lx->at;
    struct vf_json_complaint complaint = judge_number(s, size, &lx->number);
    if (complaint.message) {
        size_t shown = size < FOUND_BYTES ? size : FOUND_BYTES;
        struct vf_text found;
        vf_text_init(&found, FOUND_BYTES + 3);
        /* not in the middle of a character */
        vf_text_append(&found, s, vf_utf8_valid(s, shown));
        if (shown < size)
            vf_text_puts(&found, "...");
        complaint.found = found.data;
        vf_json_lex_complain(lx, complaint);
        vf_text_fini(&found);
    }
    lx->at = end;
}

void vf_json_lex_word(struct vf_json_lexer *lx) {
    size_t begin = lx->at;
    while (vf_json_lex_begins_word(vf_json_lex_peek(lx)) || is_digit(vf_json_lex_peek(lx)))
        lx->at++;
    vf_text_clear(&lx->token);
    vf_text_append(&lx->token, lx->text + begin, vf_utf8_valid(lx->text + begin, lx->at - begin));
    lx->word = lx->token.data;
    lx->length = lx->token.size;
}

static const char *literal_advice(const char *word) {
    static const char *const nearly[] = {"true", "false", "null"};
    static const char *const advice[] = {"did you mean true?", "did you mean false?", "did you mean null?"};
    const char *meant = vf_suggest(word, nearly, 3);
    for (size_t i = 0; i < 3; i++) {
        if (meant == nearly[i])
            return advice[i];
    }
    if (vf_text_distance(word, "nan") == 0 || strncmp(word, "Inf", 3) == 0)
        return "JSON has no such number; leave the key out or use null where it is allowed";
    return "put text in double quotes";
}

void vf_json_lex_literal(struct vf_json_lexer *lx) {
    struct vf_json_lexer begin = *lx;
    vf_json_lex_word(lx);
    const char *word = lx->token.data;
    size_t end = lx->at;
    /* bytes that are not UTF-8 did not get into the token, and must not make a good word of a bad one */
    int whole = lx->token.size == end - begin.at;
    if (whole && (strcmp(word, "true") == 0 || strcmp(word, "false") == 0 || strcmp(word, "null") == 0))
        return;
    lx->at = begin.at;
    char found[FOUND_BYTES];
    size_t shown = vf_utf8_valid(word, lx->token.size < 24 ? lx->token.size : 24);
    (void)snprintf(found, sizeof found, "%.*s", (int)shown, word);
    vf_json_lex_complain(
        lx, (struct vf_json_complaint){"not a JSON value", "true, false, null, a number or a quoted string",
                                       found, whole ? literal_advice(word) : ENCODING_ADVICE});
    lx->at = end;
}
