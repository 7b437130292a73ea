/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of JSON: the scanner of json_scan.c asks for one at a time. Internal to engine/base. The lexer
 * never stops at a problem: it reports, skips what it must, and leaves `at` where reading can go on. */
#ifndef VF_JSON_LEX_H
#define VF_JSON_LEX_H

#include <stddef.h>

#include "vf_error.h"
#include "vf_json_places.h"
#include "vf_text.h"

struct vf_json_lexer {
    const char *file, *text;
    size_t size, at;
    size_t mark; /* line and column are those of this offset; it only moves forward */
    int line, column;
    const struct vf_json_places *places;
    uint32_t node;    /* the value being read, in places: its pointer is put together for messages only */
    const char *word; /* the last string, decoded: in the text, or in the token; no NUL ends it */
    size_t length;
    struct vf_text token;
    double number; /* the last one */
    struct vf_error *err;
    int problems;
    int stopped; /* the structure is lost: read no further */
};

/* A problem found at `at`. Fields may be NULL, except message. */
struct vf_json_complaint {
    const char *message, *expected, *found, *advice;
};

/* `places` are being filled by the caller, who sets lx->node. */
void vf_json_lex_init(struct vf_json_lexer *lx, const char *file, const char *text, size_t size,
                      const struct vf_json_places *places, struct vf_error *err);
void vf_json_lex_fini(struct vf_json_lexer *lx);
/* Brings line and column to `at`. */
void vf_json_lex_mark(struct vf_json_lexer *lx);
void vf_json_lex_complain(struct vf_json_lexer *lx, struct vf_json_complaint complaint);
/* Reports what stands at `at` as not expected. */
void vf_json_lex_unexpected(struct vf_json_lexer *lx, const char *expected, const char *advice);
/* The byte at `at`, or -1 at the end. */
int vf_json_lex_peek(const struct vf_json_lexer *lx);
/* Skips white space, and comments (reported). */
void vf_json_lex_blank(struct vf_json_lexer *lx);
/* A string, `at` on its opening quote; decoded into lx->word. */
void vf_json_lex_string(struct vf_json_lexer *lx);
/* A number, `at` on its first character; its value into lx->number. */
void vf_json_lex_number(struct vf_json_lexer *lx);
/* true, false, null, or a word that is none of them (reported). The word is left in lx->token too. */
void vf_json_lex_literal(struct vf_json_lexer *lx);
/* Reads a run of letters, digits and _ into lx->token and lx->word, without judging it. */
void vf_json_lex_word(struct vf_json_lexer *lx);
/* 1 if the byte can begin a word; bytes of non-ASCII letters do. */
int vf_json_lex_begins_word(int c);

#endif
