/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions: see vf_expr.h. A parser by recursive descent (one function per level of precedence) that writes a
 * program for a stack machine; its depth is bounded, so no text can overflow the stack. */
#include "vf_expr.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vf_text.h"

enum { STACK_MAX = 64, DEPTH_MAX = 32, CODE_MAX = 1000, WORD_MAX = 64, SHOWN_MAX = 200 };

enum op {
    OP_NUMBER,
    OP_NAME,
    OP_TEXT,
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
    OP_NEG,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_EQ,
    OP_NE,
    OP_AND,
    OP_OR,
    OP_NOT
};

struct step {
    enum op op;
    double number;
    size_t name;
    char *text;
};

struct vf_expr {
    struct step *step;
    size_t n;
};

struct parser {
    const char *all, *at;
    const char *const *names;
    size_t n_names;
    struct vf_expr *e;
    int depth, stack;
    bool failed;
    struct vf_text wrong; /* once failed: the sentence */
};

static size_t letter_at(const char *text, size_t at) {
    while (at > 0 && ((unsigned char)text[at] & 0xC0U) == 0x80U) {
        at--; /* not in the middle of one of several bytes */
    }
    return at;
}

/* Only a piece of a long condition is shown. */
static void complain(struct parser *p, const char *what) {
    size_t at = (size_t)(p->at - p->all), size = strlen(p->all),
           from = letter_at(p->all, at > SHOWN_MAX / 2 ? at - SHOWN_MAX / 2 : 0);
    if (p->failed) {
        return;
    }
    p->failed = true;
    if (size <= SHOWN_MAX) {
        vf_text_appendf(&p->wrong, "%s at character %zu of \"%s\"", what, at + 1, p->all);
    } else {
        size_t end = letter_at(p->all, from + SHOWN_MAX < size ? from + SHOWN_MAX : size);
        vf_text_appendf(&p->wrong, "%s at character %zu of %zu, in \"%.*s\"", what, at + 1, size,
                        (int)(end - from), p->all + from);
    }
}

static void blanks(struct parser *p) { p->at += strspn(p->at, " \t"); }

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static size_t word_size(const char *s) {
    size_t n = 0;
    while (letter(s[n]) || (n > 0 && s[n] >= '0' && s[n] <= '9')) {
        n++;
    }
    return n;
}

static bool take(struct parser *p, const char *token) {
    size_t n = strlen(token);
    blanks(p);
    if (strncmp(p->at, token, n) != 0 || (letter(token[0]) && word_size(p->at) != n)) {
        return false;
    }
    p->at += n;
    return true;
}

/* Values push one, unary operators keep the height, binary ones lower it. */
static void emit(struct parser *p, struct step s) {
    p->stack += s.op <= OP_TEXT ? 1 : (s.op == OP_NEG || s.op == OP_NOT ? 0 : -1);
    if (p->e->n >= CODE_MAX || p->stack > STACK_MAX) {
        complain(p, "the condition is too long");
        free(s.text);
        return;
    }
    p->e->step = vf_xrealloc(p->e->step, (p->e->n + 1) * sizeof *p->e->step);
    p->e->step[p->e->n++] = s;
}

static void parse_or(struct parser *p);

static void parse_name(struct parser *p) {
    size_t n = word_size(p->at);
    char word[WORD_MAX];
    for (size_t k = 0; k < p->n_names; k++) {
        if (strlen(p->names[k]) == n && strncmp(p->at, p->names[k], n) == 0) {
            p->at += n;
            emit(p, (struct step){.op = OP_NAME, .name = k});
            return;
        }
    }
    n = n < sizeof word - 1 ? n : sizeof word - 1;
    memcpy(word, p->at, n);
    word[n] = '\0';
    const char *near = vf_suggest(word, p->names, p->n_names);
    char message[3 * WORD_MAX + 60];
    (void)snprintf(message, sizeof message,
                   near ? "no axis is called %s (did you mean %.64s?)" : "no axis is called %s", word,
                   near ? near : "");
    complain(p, message);
}

static void parse_text(struct parser *p) {
    const char *end = strchr(++p->at, '\'');
    if (!end) {
        complain(p, "a text without its closing quote");
        return;
    }
    char *text = vf_xcalloc((size_t)(end - p->at) + 1, 1);
    memcpy(text, p->at, (size_t)(end - p->at));
    p->at = end + 1;
    emit(p, (struct step){.op = OP_TEXT, .text = text});
}

static void parse_number(struct parser *p) {
    size_t n = strspn(p->at, "0123456789.");
    if (n > 0 && (p->at[n] == 'e' || p->at[n] == 'E')) {
        size_t sign = p->at[n + 1] == '-' || p->at[n + 1] == '+';
        n += 1 + sign + strspn(p->at + n + 1 + sign, "0123456789");
    }
    double x;
    if (n == 0 || vf_parse_double(p->at, n, &x) != VF_NUMBER_OK) {
        complain(p, *p->at ? "a number, a name or a text is expected" : "the condition ends too early");
        return;
    }
    p->at += n;
    emit(p, (struct step){.op = OP_NUMBER, .number = x});
}

static void parse_value(struct parser *p) {
    if (++p->depth > DEPTH_MAX) {
        complain(p, "too many parentheses or signs");
    } else if (take(p, "(")) {
        parse_or(p);
        if (!p->failed && !take(p, ")")) {
            complain(p, "a closing parenthesis is missing");
        }
    } else if (take(p, "-")) {
        parse_value(p);
        emit(p, (struct step){.op = OP_NEG});
    } else if (*p->at == '\'') {
        parse_text(p);
    } else if (letter(*p->at)) {
        parse_name(p);
    } else {
        parse_number(p);
    }
    p->depth--;
}

static void parse_product(struct parser *p) {
    parse_value(p);
    for (;;) {
        enum op op = take(p, "*") ? OP_MUL : (take(p, "/") ? OP_DIV : OP_NUMBER);
        if (op == OP_NUMBER || p->failed) {
            return;
        }
        parse_value(p);
        emit(p, (struct step){.op = op});
    }
}

static void parse_sum(struct parser *p) {
    parse_product(p);
    for (;;) {
        enum op op = take(p, "+") ? OP_ADD : (take(p, "-") ? OP_SUB : OP_NUMBER);
        if (op == OP_NUMBER || p->failed) {
            return;
        }
        parse_product(p);
        emit(p, (struct step){.op = op});
    }
}

static void parse_comparison(struct parser *p) {
    static const char *const token[] = {"<=", ">=", "==", "!=", "<", ">"};
    static const enum op op[] = {OP_LE, OP_GE, OP_EQ, OP_NE, OP_LT, OP_GT};
    parse_sum(p);
    for (size_t k = 0; k < sizeof op / sizeof *op && !p->failed; k++) {
        if (take(p, token[k])) {
            parse_sum(p);
            emit(p, (struct step){.op = op[k]});
            return;
        }
    }
}

static void parse_not(struct parser *p) {
    if (take(p, "not")) {
        if (++p->depth > DEPTH_MAX) {
            complain(p, "too many nots");
        } else {
            parse_not(p);
            emit(p, (struct step){.op = OP_NOT});
        }
        p->depth--;
        return;
    }
    parse_comparison(p);
}

static void parse_and(struct parser *p) {
    parse_not(p);
    while (!p->failed && take(p, "and")) {
        parse_not(p);
        emit(p, (struct step){.op = OP_AND});
    }
}

static void parse_or(struct parser *p) {
    parse_and(p);
    while (!p->failed && take(p, "or")) {
        parse_and(p);
        emit(p, (struct step){.op = OP_OR});
    }
}

int vf_expr_parse(const char *text, const char *const *names, size_t n, struct vf_expr **out,
                  struct vf_error *err) {
    struct parser p = {.all = text, .at = text, .names = names, .n_names = n};
    int code = VF_OK;
    p.e = vf_xcalloc(1, sizeof *p.e);
    vf_text_init(&p.wrong, 4096);
    parse_or(&p);
    blanks(&p);
    if (!p.failed && *p.at) {
        complain(&p, "something is left over");
    }
    if (p.failed) {
        code = vf_error_set(err, VF_E_CONFIG, "%s", p.wrong.data);
        vf_expr_free(p.e);
        p.e = NULL;
    }
    vf_text_fini(&p.wrong);
    *out = p.e;
    return code;
}

void vf_expr_free(struct vf_expr *e) {
    for (size_t k = 0; e && k < e->n; k++) {
        free(e->step[k].text);
    }
    if (e) {
        free(e->step);
    }
    free(e);
}

static double truth(const struct vf_expr_value *v) {
    return v->text || (v->number != 0 && !isnan(v->number));
}

static bool equal(const struct vf_expr_value *a, const struct vf_expr_value *b) {
    if (a->text || b->text) {
        return a->text && b->text && strcmp(a->text, b->text) == 0;
    }
    return !(a->number < b->number) && !(a->number > b->number) && !isnan(a->number) && !isnan(b->number);
}

static double apply(enum op op, const struct vf_expr_value *a, const struct vf_expr_value *b) {
    double x = a->text ? (double)NAN : a->number, y = b->text ? (double)NAN : b->number;
    switch (op) {
    case OP_ADD: return x + y;
    case OP_SUB: return x - y;
    case OP_MUL: return x * y;
    case OP_DIV: return x / y;
    case OP_LT: return x < y;
    case OP_LE: return x <= y;
    case OP_GT: return x > y;
    case OP_GE: return x >= y;
    case OP_EQ: return equal(a, b);
    case OP_NE: return !equal(a, b);
    case OP_AND: return truth(a) * truth(b);
    default: return truth(a) + truth(b) > 0;
    }
}

double vf_expr_value(const struct vf_expr *e, const struct vf_expr_value *values) {
    struct vf_expr_value stack[STACK_MAX + 1] = {{0}};
    size_t n = 0;
    for (size_t k = 0; k < e->n; k++) {
        const struct step *s = &e->step[k];
        switch (s->op) {
        case OP_NUMBER: stack[n++] = (struct vf_expr_value){.number = s->number}; break;
        case OP_TEXT: stack[n++] = (struct vf_expr_value){.text = s->text}; break;
        case OP_NAME: stack[n++] = values[s->name]; break;
        case OP_NEG: stack[n - 1] = (struct vf_expr_value){.number = -stack[n - 1].number}; break;
        case OP_NOT: stack[n - 1] = (struct vf_expr_value){.number = truth(&stack[n - 1]) == 0}; break;
        default:
            n--;
            stack[n - 1] = (struct vf_expr_value){.number = apply(s->op, &stack[n - 1], &stack[n])};
            break;
        }
    }
    return n == 1 ? (stack[0].text ? 1.0 : stack[0].number) : (double)NAN;
}
