/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting lines outside memory: see vf_export.h. As many as fit are sorted and written to a file as one run; at the end the
 * runs are merged, the earlier before the later where patients are equal, so that a patient's lines stay in order. The file
 * has no name from the moment it exists: nothing has to clear it away. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_export.h"
#include "vf_out_io.h"

enum { RUN_BUFFER = 64 * 1024, WRITE_BUFFER = 256 * 1024 };

struct key {
    uint64_t patient;
    uint32_t block, size;
    size_t at; /* in the text; later lines have larger ones */
};

struct run {
    int64_t at, end; /* in the file; what is not read yet */
    char *buffer;
    size_t used, next;
    struct key head; /* of the line that comes next */
    bool over;
};

struct vf_log_sort {
    size_t memory, used, n, room, given;
    char *text;
    struct key *key;
    char *path;
    int fd;
    int64_t size; /* of the file */
    struct run *run;
    size_t n_runs, n_heap;
    size_t *heap; /* of runs, the least first */
};

struct vf_log_sort *vf_log_sort_new(size_t memory, const char *path) {
    struct vf_log_sort *s = vf_xcalloc(1, sizeof *s);
    s->memory = memory;
    s->path = vf_xstrdup(path);
    s->fd = -1;
    return s;
}

void vf_log_sort_free(struct vf_log_sort *s) {
    if (!s)
        return;
    if (s->fd >= 0)
        (void)close(s->fd);
    for (size_t k = 0; k < s->n_runs; k++)
        free(s->run[k].buffer);
    free(s->run);
    free(s->heap);
    free(s->text);
    free(s->key);
    free(s->path);
    free(s);
}

static int compare(const struct key *a, const struct key *b) {
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    if (a->patient != b->patient)
        return a->patient < b->patient ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static int by_key(const void *a, const void *b) { return compare(a, b); }

static int open_file(struct vf_log_sort *s, struct vf_error *err) {
    size_t n = strlen(s->path) + 16;
    char *name = vf_xmalloc(n);
    (void)snprintf(name, n, "%s.sort-XXXXXX", s->path);
    s->fd = mkstemp(name);
    int code = s->fd < 0 ? vf_out_fail(err, "create", name, errno) : VF_OK;
    if (code == VF_OK)
        (void)unlink(name);
    free(name);
    return code;
}

/* Writes what is in memory as one run. */
static int spill(struct vf_log_sort *s, struct vf_error *err) {
    int code = s->fd < 0 ? open_file(s, err) : VF_OK, number = 0;
    if (code != VF_OK)
        return code;
    qsort(s->key, s->n, sizeof *s->key, by_key);
    char *out = vf_xmalloc(WRITE_BUFFER);
    size_t used = 0;
    int64_t from = s->size;
    for (size_t k = 0; k < s->n && number == 0; k++) {
        const struct key *key = &s->key[k];
        if (used + sizeof *key + key->size > WRITE_BUFFER) {
            number = vf_out_write(s->fd, out, used);
            used = 0;
        }
        memcpy(out + used, key, sizeof *key);
        memcpy(out + used + sizeof *key, s->text + key->at, key->size);
        used += sizeof *key + key->size;
        s->size += (int64_t)(sizeof *key + key->size);
    }
    if (number == 0)
        number = vf_out_write(s->fd, out, used);
    free(out);
    s->run = vf_xrealloc(s->run, (s->n_runs + 1) * sizeof *s->run);
    s->run[s->n_runs++] = (struct run){.at = from, .end = s->size};
    s->n = s->used = 0;
    return number ? vf_out_fail(err, "write", s->path, number) : VF_OK;
}

int vf_log_sort_add(struct vf_log_sort *s, const struct vf_log_line *line, struct vf_error *err) {
    size_t size = line->line.size;
    if (s->n > 0 && s->used + size + (s->n + 1) * sizeof *s->key > s->memory) {
        int code = spill(s, err);
        if (code != VF_OK)
            return code;
    }
    if (!s->text) /* never more lines than fit with none of them empty */
        s->text = vf_xmalloc(s->memory);
    if (s->used + size > s->memory)
        return vf_error_set(err, VF_E_STATE, "a line of %zu bytes does not fit into %zu", size, s->memory);
    if (s->n == s->room) {
        s->room = s->room ? 2 * s->room : 1024;
        s->key = vf_xrealloc(s->key, s->room * sizeof *s->key);
    }
    memcpy(s->text + s->used, line->line.text, size);
    s->key[s->n++] = (struct key){line->patient, line->block, (uint32_t)size, s->used};
    s->used += size;
    return VF_OK;
}

/* Makes the run's next line whole in its buffer, and reads its key. */
static int advance(struct vf_log_sort *s, struct run *r, struct vf_error *err) {
    size_t left = r->used - r->next;
    if (left >= sizeof r->head) {
        memcpy(&r->head, r->buffer + r->next, sizeof r->head);
        if (left >= sizeof r->head + r->head.size)
            return VF_OK;
    }
    memmove(r->buffer, r->buffer + r->next, left);
    r->used = left;
    r->next = 0;
    while (r->used < RUN_BUFFER && r->at < r->end) {
        size_t want = RUN_BUFFER - r->used;
        want = (int64_t)want > r->end - r->at ? (size_t)(r->end - r->at) : want;
        ssize_t n = pread(s->fd, r->buffer + r->used, want, (off_t)r->at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return vf_out_fail(err, "read", s->path, n < 0 ? errno : EIO);
        r->used += (size_t)n;
        r->at += n;
    }
    r->over = r->used == 0;
    if (!r->over)
        memcpy(&r->head, r->buffer, sizeof r->head);
    return VF_OK;
}

static bool before(const struct vf_log_sort *s, size_t a, size_t b) {
    const struct key *x = &s->run[a].head, *y = &s->run[b].head;
    if (x->block != y->block)
        return x->block < y->block;
    return x->patient != y->patient ? x->patient < y->patient : a < b;
}

static void sift(struct vf_log_sort *s, size_t k) {
    for (;;) {
        size_t least = k, left = 2 * k + 1;
        if (left < s->n_heap && before(s, s->heap[left], s->heap[least]))
            least = left;
        if (left + 1 < s->n_heap && before(s, s->heap[left + 1], s->heap[least]))
            least = left + 1;
        if (least == k)
            return;
        size_t run = s->heap[k];
        s->heap[k] = s->heap[least];
        s->heap[least] = run;
        k = least;
    }
}

int vf_log_sort_ready(struct vf_log_sort *s, struct vf_error *err) {
    if (s->n_runs == 0) { /* all of it fits */
        if (s->n > 0)
            qsort(s->key, s->n, sizeof *s->key, by_key);
        return VF_OK;
    }
    int code = spill(s, err);
    free(s->text);
    free(s->key);
    s->text = NULL;
    s->key = NULL;
    s->heap = vf_xcalloc(s->n_runs, sizeof *s->heap);
    for (size_t k = 0; k < s->n_runs && code == VF_OK; k++) {
        s->run[k].buffer = vf_xmalloc(RUN_BUFFER);
        code = advance(s, &s->run[k], err);
        s->heap[s->n_heap++] = k;
    }
    for (size_t k = s->n_heap; k-- > 0;)
        sift(s, k);
    return code;
}

static void give(struct vf_log_line *line, const struct key *key, const char *text) {
    bool whole = vf_log_split(line, text, key->size);
    VF_ASSERT(whole, "a line was checked when it was read");
    line->block = key->block;
}

int vf_log_sort_next(struct vf_log_sort *s, struct vf_log_line *line, struct vf_error *err) {
    if (s->n_runs == 0) {
        if (s->given == s->n)
            return 0;
        const struct key *key = &s->key[s->given++];
        give(line, key, s->text + key->at);
        return 1;
    }
    if (s->given > 0) { /* the line given before is done with */
        struct run *r = &s->run[s->heap[0]];
        r->next += sizeof r->head + r->head.size;
        int code = advance(s, r, err);
        if (code != VF_OK)
            return code;
        if (r->over)
            s->heap[0] = s->heap[--s->n_heap];
        sift(s, 0);
    }
    if (s->n_heap == 0)
        return 0;
    s->given = 1;
    const struct run *r = &s->run[s->heap[0]];
    give(line, &r->head, r->buffer + r->next + sizeof r->head);
    return 1;
}
