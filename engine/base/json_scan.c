/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strict walk over a JSON text: recursive descent over RFC 8259, at most VF_JSON_DEPTH_MAX deep. It makes
 * the tree, notes where every value and key stands and reports all problems it can: a slip that leaves the structure clear (a
 * missing or superfluous comma, an unquoted key, a bad word) is reported and read over; where the structure
 * is lost (a bracket that does not match, the end of the file) the walk stops, because what followed would be
 * noise. */
#include "vf_json_scan.h"

#include <limits.h>
#include <string.h>

#include "vf_json.h"
#include "vf_json_lex.h"

struct scan {
    struct vf_json_lexer lx;
    struct vf_json_places *places;
    int depth;
};

/* An object or array being read. */
struct container {
    uint32_t node, elements;
    int line, column;
    char close;
    cJSON *item, *last; /* its tree, and its last child */
};

static cJSON *scan_value(struct scan *sc, uint32_t node);

static cJSON *item_new(struct scan *sc, int type) {
    cJSON *item = vf_arena_alloc(vf_json_places_memory(sc->places), sizeof *item, _Alignof(cJSON));
    *item = (cJSON){.type = type};
    return item;
}

/* As cJSON does, the first child's `prev` is the last. */
static void add_child(struct container *in, cJSON *item, const char *key) {
    if (!item)
        return;
    item->string = (char *)key;
    item->prev = in->last;
    if (in->last)
        in->last->next = item;
    else
        in->item->child = item;
    in->last = in->item->child->prev = item;
}

static int closes(int c) { return c == '}' || c == ']' || c < 0; }

static int begins_value(int c) {
    return c == '"' || c == '\'' || c == '{' || c == '[' || c == '-' || (c >= '0' && c <= '9') ||
           vf_json_lex_begins_word(c);
}

/* 'text' in single quotes: reported, read up to the next single quote of the line. */
static void single_quoted(struct vf_json_lexer *lx) {
    vf_json_lex_unexpected(lx, "double quotes", "strings and keys stand in double quotes");
    size_t begin = ++lx->at;
    while (lx->at < lx->size && lx->text[lx->at] != '\'' && lx->text[lx->at] != '\n')
        lx->at++;
    vf_text_clear(&lx->token);
    vf_text_append(&lx->token, lx->text + begin, vf_utf8_valid(lx->text + begin, lx->at - begin));
    lx->word = lx->token.data;
    lx->length = lx->token.size;
    if (vf_json_lex_peek(lx) == '\'')
        lx->at++;
    else
        lx->stopped = 1;
}

/* Reads a key into lx->word; 0 when there is none. */
static int scan_key(struct vf_json_lexer *lx) {
    int c = vf_json_lex_peek(lx);
    if (c == '"') {
        vf_json_lex_string(lx);
    } else if (c == '\'') {
        single_quoted(lx);
    } else if (vf_json_lex_begins_word(c) && vf_utf8_step(lx->text + lx->at, lx->size - lx->at) > 0) {
        vf_json_lex_unexpected(lx, "a key in double quotes", NULL);
        vf_json_lex_word(lx);
    } else {
        vf_json_lex_unexpected(lx, "a key in double quotes", NULL);
        /* a comma too many: the caller reads it */
        lx->stopped = c != ',';
        return 0;
    }
    return !lx->stopped;
}

static void scan_colon(struct vf_json_lexer *lx) {
    if (vf_json_lex_peek(lx) != ':')
        vf_json_lex_blank(lx);
    int c = vf_json_lex_peek(lx);
    if (c == ':') {
        lx->at++;
        return;
    }
    vf_json_lex_unexpected(lx, "':' after the key", NULL);
    if (c == '=')
        lx->at++;
    else if (!begins_value(c))
        lx->stopped = 1;
}

/* The key in lx->word, which stands at the mark `line`, `column`, has been read before. */
static void repeated_key(struct scan *sc, uint32_t parent, size_t at, int line, int column) {
    struct vf_json_lexer *lx = &sc->lx;
    uint32_t old = vf_json_places_member(sc->places, parent, lx->word, lx->length);
    const struct vf_json_spot *spot = vf_json_places_look(sc->places, old);
    char found[64];
    (void)snprintf(found, sizeof found, "the same key at %d:%d", spot->key_line, spot->key_column);
    /* the report belongs to the key, which has been read */
    struct vf_json_lexer here = *lx;
    lx->at = lx->mark = at;
    lx->line = line;
    lx->column = column;
    lx->node = old;
    vf_json_lex_complain(lx, (struct vf_json_complaint){"duplicate key", "each key once in an object", found,
                                                        "remove or rename one of them"});
    lx->at = here.at;
    vf_json_places_forget(sc->places, old);
}

static uint32_t note_key(struct scan *sc, uint32_t parent, size_t at, int line, int column) {
    const struct vf_json_lexer *lx = &sc->lx;
    uint32_t node = vf_json_places_fresh_member(sc->places, parent, lx->word, lx->length);
    if (node == VF_JSON_NOWHERE) {
        repeated_key(sc, parent, at, line, column);
        node = vf_json_places_fresh_member(sc->places, parent, lx->word, lx->length);
    }
    struct vf_json_spot *spot = vf_json_places_spot(sc->places, node);
    spot->key_line = line;
    spot->key_column = column;
    return node;
}

static void scan_member(struct scan *sc, struct container *in) {
    struct vf_json_lexer *lx = &sc->lx;
    vf_json_lex_mark(lx);
    size_t at = lx->at;
    int line = lx->line, column = lx->column;
    if (!scan_key(lx))
        return;
    uint32_t node = lx->node = note_key(sc, in->node, at, line, column);
    scan_colon(lx);
    vf_json_lex_blank(lx);
    add_child(in, lx->stopped ? NULL : scan_value(sc, node), vf_json_places_token(sc->places, node));
    lx->node = in->node;
}

static void scan_element(struct scan *sc, struct container *in) {
    struct vf_json_lexer *lx = &sc->lx;
    uint32_t node = lx->node = vf_json_places_add_element(sc->places, in->node, in->elements++);
    add_child(in, scan_value(sc, node), NULL);
    struct vf_json_spot *spot = vf_json_places_spot(sc->places, node);
    spot->key_line = spot->line;
    spot->key_column = spot->column;
    lx->node = in->node;
}

/* After a value: reads the comma, reports its absence. Returns 1 if there was one. */
static int scan_comma(struct vf_json_lexer *lx, const struct container *in) {
    if (vf_json_lex_peek(lx) != ',')
        vf_json_lex_blank(lx);
    int c = vf_json_lex_peek(lx);
    if (c == ',') {
        lx->at++;
        return 1;
    }
    if (!closes(c)) {
        vf_json_lex_unexpected(lx, in->close == '}' ? "',' or '}'" : "',' or ']'",
                               begins_value(c) ? "is a comma missing before it?" : NULL);
        if (c == ';')
            lx->at++;
        else if (!begins_value(c))
            lx->stopped = 1;
    }
    return 0;
}

/* At a closing bracket or the end of the text. */
static void scan_close(struct vf_json_lexer *lx, const struct container *in, int after_comma) {
    int c = vf_json_lex_peek(lx);
    if (c != in->close) {
        char advice[80];
        (void)snprintf(advice, sizeof advice, "the %s begins at %d:%d", in->close == '}' ? "object" : "array",
                       in->line, in->column);
        vf_json_lex_unexpected(lx, in->close == '}' ? "'}'" : "']'", advice);
        lx->stopped = 1;
        return;
    }
    if (after_comma)
        vf_json_lex_unexpected(lx, "a value after the comma", "JSON has no comma after the last value");
    lx->at++;
}

static cJSON *scan_container(struct scan *sc, uint32_t node, char close) {
    struct vf_json_lexer *lx = &sc->lx;
    cJSON *item = item_new(sc, close == '}' ? cJSON_Object : cJSON_Array);
    struct container in = {node, 0, lx->line, lx->column, close, item, NULL};
    if (sc->depth == VF_JSON_DEPTH_MAX) {
        vf_json_lex_complain(
            lx, (struct vf_json_complaint){"nested too deeply", "at most 64 levels", NULL, NULL});
        lx->stopped = 1;
        return item;
    }
    sc->depth++;
    lx->at++;
    int comma = 0;
    for (;;) {
        vf_json_lex_blank(lx);
        if (closes(vf_json_lex_peek(lx))) {
            scan_close(lx, &in, comma);
            break;
        }
        if (close == '}')
            scan_member(sc, &in);
        else
            scan_element(sc, &in);
        if (lx->stopped)
            break;
        comma = scan_comma(lx, &in);
        if (lx->stopped)
            break;
    }
    sc->depth--;
    return item;
}

static cJSON *number_item(struct scan *sc, double x) {
    cJSON *item = item_new(sc, cJSON_Number);
    item->valuedouble = x;
    item->valueint = x >= INT_MAX ? INT_MAX : x <= INT_MIN ? INT_MIN : (int)x;
    return item;
}

static cJSON *string_item(struct scan *sc, const char *word, size_t length) {
    cJSON *item = item_new(sc, cJSON_String);
    item->valuestring = vf_arena_alloc(vf_json_places_memory(sc->places), length + 1, 1);
    memcpy(item->valuestring, word, length);
    item->valuestring[length] = '\0';
    return item;
}

static cJSON *literal_item(struct scan *sc, const char *word) {
    cJSON *item = item_new(sc, word[0] == 't' ? cJSON_True : word[0] == 'f' ? cJSON_False : cJSON_NULL);
    item->valueint = word[0] == 't';
    return item;
}

static void no_value(struct scan *sc) {
    struct vf_json_lexer *lx = &sc->lx;
    int c = vf_json_lex_peek(lx);
    vf_json_lex_unexpected(lx, "a value", c >= 0x80 ? "save the file with the encoding UTF-8" : NULL);
    /* a comma or bracket: the value was forgotten, and the container can go on */
    lx->stopped = sc->depth == 0 || (c != ',' && c != '}' && c != ']');
}

static cJSON *scan_value(struct scan *sc, uint32_t node) {
    struct vf_json_lexer *lx = &sc->lx;
    vf_json_lex_mark(lx);
    struct vf_json_spot *spot = vf_json_places_spot(sc->places, node);
    spot->line = lx->line;
    spot->column = lx->column;
    int c = vf_json_lex_peek(lx);
    if (c == '{')
        return scan_container(sc, node, '}');
    if (c == '[')
        return scan_container(sc, node, ']');
    if (c == '"' || c == '\'') {
        if (c == '"')
            vf_json_lex_string(lx);
        else
            single_quoted(lx);
        return string_item(sc, lx->word, lx->length);
    }
    if (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9')) {
        vf_json_lex_number(lx);
        return number_item(sc, lx->number);
    }
    if (vf_json_lex_begins_word(c) && vf_utf8_step(lx->text + lx->at, lx->size - lx->at) > 0) {
        vf_json_lex_literal(lx);
        return literal_item(sc, lx->token.data);
    }
    no_value(sc);
    return NULL;
}

static void skip_byte_order_mark(struct vf_json_lexer *lx) {
    if (lx->size < 3 || memcmp(lx->text, "\xef\xbb\xbf", 3) != 0)
        return;
    vf_json_lex_complain(lx, (struct vf_json_complaint){"the file begins with a byte order mark", NULL, NULL,
                                                        "save it as UTF-8 without a byte order mark"});
    lx->at = lx->mark = 3;
}

int vf_json_scan(const char *file, const char *text, size_t size, struct vf_json_places *places, cJSON **root,
                 struct vf_error *err) {
    struct scan sc = {.places = places};
    vf_json_lex_init(&sc.lx, file, text, size, places, err);
    skip_byte_order_mark(&sc.lx);
    vf_json_lex_blank(&sc.lx);
    *root = scan_value(&sc, VF_JSON_ROOT);
    vf_json_lex_blank(&sc.lx);
    if (!sc.lx.stopped && sc.lx.at < size)
        vf_json_lex_unexpected(&sc.lx, "the end of the file", "a file holds one JSON value");
    int problems = sc.lx.problems;
    vf_json_lex_fini(&sc.lx);
    return problems;
}
