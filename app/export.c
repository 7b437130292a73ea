/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event log, patient by patient: see vf_export.h. */
#include "vf_export.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_out_io.h"

enum { MEMORY = 64 * 1024 * 1024, ASK_EVERY = 4096 };

/* The lines of one patient: copied, as the sorter gives them one at a time. */
struct patient {
    char *text;
    size_t used, room;
    size_t *at; /* where each begins; at[n] = used */
    struct vf_log_line *line;
    size_t n, lines_room;
    uint64_t key;
    uint32_t block;
};

static bool equals(struct vf_slice s, const char *text) {
    size_t k = 0;
    bool quoted = s.size > 1 && s.text[0] == '"';
    for (size_t i = quoted; i < s.size - quoted; i++, k++) {
        i += quoted && s.text[i] == '"';
        if (text[k] == '\0' || text[k] != s.text[i])
            return false;
    }
    return text[k] == '\0';
}

static bool wanted(const struct vf_export *x, const struct vf_log_line *line) {
    if (x->scenario && !equals(line->field[VF_LOG_F_SCENARIO], x->scenario))
        return false;
    /* the field is all digits, and a comma or a newline comes after it */
    return x->replication < 0 || strtoll(line->field[VF_LOG_F_REPLICATION].text, NULL, 10) == x->replication;
}

static int stopped(const struct vf_export *x, uint64_t n, struct vf_error *err) {
    if (n % ASK_EVERY != 0 || !x->stopped || !x->stopped(x->context))
        return VF_OK;
    return vf_error_set(err, VF_E_STOPPED, "%s: stopped; nothing was written", x->to);
}

static int read_all(const struct vf_export *x, struct vf_log_sort *sort, struct vf_error *err) {
    struct vf_log_reader r;
    struct vf_log_line line;
    uint64_t n = 0;
    int code = vf_log_reader_open(&r, x->from, err), got = 0;
    if (code != VF_OK)
        return code;
    while (code == VF_OK && (got = vf_log_reader_next(&r, &line, err)) == 1) {
        code = wanted(x, &line) ? vf_log_sort_add(sort, &line, err) : VF_OK;
        code = code == VF_OK ? stopped(x, ++n, err) : code;
    }
    vf_log_reader_close(&r);
    return code == VF_OK ? got : code;
}

static void add(struct patient *p, const struct vf_log_line *line) {
    VF_ASSERT(line->line.size > 0, "an empty line is no line of a log");
    if (p->used + line->line.size > p->room) {
        p->room = 2 * (p->used + line->line.size);
        p->text = vf_xrealloc(p->text, p->room);
    }
    if (p->n + 1 >= p->lines_room) {
        p->lines_room = p->lines_room ? 2 * p->lines_room : 64;
        p->line = vf_xrealloc(p->line, p->lines_room * sizeof *p->line);
        p->at = vf_xrealloc(p->at, p->lines_room * sizeof *p->at);
    }
    memcpy(p->text + p->used, line->line.text, line->line.size);
    p->at[p->n++] = p->used;
    p->used += line->line.size;
    p->key = line->patient;
    p->block = line->block;
}

static bool is_visit(const struct vf_log_line *line) {
    return strcmp(line->word->transition, "start") == 0 || strcmp(line->word->transition, "complete") == 0;
}

static void flush(struct vf_export *x, FILE *to, struct patient *p) {
    struct vf_export_case c = {.line = p->line};
    if (p->n == 0)
        return;
    p->at[p->n] = p->used;
    for (size_t k = 0; k < p->n; k++) {
        struct vf_log_line *line = &p->line[c.n];
        (void)vf_log_split(line, p->text + p->at[k], p->at[k + 1] - p->at[k]);
        if (k == 0) /* a new patient comes, holding no place */
            c.began_before = line->word->effect != VF_LOG_ENTERS || line->field[VF_LOG_F_RESOURCE].size > 0;
        if (line->word->effect != VF_LOG_STAYS)
            c.unfinished = line->word->effect == VF_LOG_ENTERS;
        else if (k == 0)
            c.unfinished = true;
        c.n += !x->visits || is_visit(line);
    }
    p->n = p->used = 0;
    if (c.n == 0)
        return;
    vf_export_case(to, x->format, &c);
    x->cases++;
    x->unfinished += c.unfinished;
    x->events += c.n;
}

static int write_all(struct vf_export *x, struct vf_log_sort *sort, FILE *to, struct vf_error *err) {
    struct patient p = {.n = 0};
    struct vf_log_line line;
    uint64_t n = 0;
    int code = VF_OK, got = 0;
    const char *slash = strrchr(x->from, '/');
    vf_export_head(to, x->format, slash ? slash + 1 : x->from);
    while (code == VF_OK && (got = vf_log_sort_next(sort, &line, err)) == 1) {
        if (p.n > 0 && (p.key != line.patient || p.block != line.block))
            flush(x, to, &p);
        add(&p, &line);
        code = stopped(x, ++n, err);
    }
    flush(x, to, &p);
    vf_export_foot(to, x->format);
    free(p.text);
    free(p.at);
    free(p.line);
    return code == VF_OK ? got : code;
}

/* Flushes, syncs, closes and gives the file its name. */
static int finish(const struct vf_export *x, const char *partial, FILE *to, struct vf_error *err) {
    int number = ferror(to) ? EIO : 0;
    errno = 0;
    if (fflush(to) != 0 || number != 0)
        number = errno ? errno : EIO;
    if (number == 0 && fsync(fileno(to)) != 0 && errno != EINVAL && errno != ENOTSUP)
        number = errno;
    if (fclose(to) != 0 && number == 0)
        number = errno;
    if (number == 0 && rename(partial, x->to) != 0)
        number = errno;
    return number ? vf_out_fail(err, "write", x->to, number) : VF_OK;
}

int vf_export(struct vf_export *x, struct vf_error *err) {
    size_t size = strlen(x->to) + 16;
    char *partial = vf_xmalloc(size);
    (void)snprintf(partial, size, "%s.partial", x->to);
    x->cases = x->unfinished = x->events = 0;
    FILE *to = fopen(partial, "wb");
    if (!to) {
        int code = vf_out_fail(err, "create", x->to, errno);
        free(partial);
        return code;
    }
    struct vf_log_sort *sort = vf_log_sort_new(x->memory ? x->memory : (size_t)MEMORY, partial);
    int code = read_all(x, sort, err);
    code = code == VF_OK ? vf_log_sort_ready(sort, err) : code;
    code = code == VF_OK ? write_all(x, sort, to, err) : code;
    vf_log_sort_free(sort);
    if (code == VF_OK && x->cases == 0)
        code = vf_error_set(err, VF_E_USAGE, "%s: the log has no such patients", x->from);
    if (code == VF_OK)
        code = finish(x, partial, to, err);
    else
        (void)fclose(to);
    if (code != VF_OK)
        (void)unlink(partial);
    free(partial);
    return code;
}
