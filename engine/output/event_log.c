/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event log: see vf_event_log.h. The date's text is made once per simulated day, names once per
 * config; a record is a few copies and divisions. Flushed when the longest possible record no longer
 * fits. */
#include "vf_event_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_out_io.h"

enum { BUFFER = 1024 * 1024, FIXED_MAX = 64, COPY = 256 * 1024 };

const char vf_event_log_header[] =
    "case:concept:name,concept:name,time:timestamp,lifecycle:transition,org:resource,group,"
    "scenario,replication\n";

/* Text as one CSV field, to be freed. */
static char *quoted(const char *text, bool always) {
    size_t n = strlen(text), at = 0;
    char *out = vf_xmalloc(2 * n + 3);
    if (!always && n == strcspn(text, ",\"\r\n")) {
        memcpy(out, text, n + 1);
        return out;
    }
    out[at++] = '"';
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"') {
            out[at++] = '"';
        }
        out[at++] = text[i];
    }
    out[at++] = '"';
    out[at] = '\0';
    return out;
}

void vf_log_names_init(struct vf_log_names *names, const char *const *texts, size_t n) {
    names->n = n;
    names->item = vf_xcalloc(n > 0 ? n : 1, sizeof names->item[0]);
    for (size_t i = 0; i < n; i++) {
        names->item[i].text = quoted(texts[i], false);
        names->item[i].length = strlen(names->item[i].text);
    }
}

void vf_log_names_fini(struct vf_log_names *names) {
    for (size_t i = 0; i < names->n; i++) {
        free(names->item[i].text);
    }
    free(names->item);
    *names = (struct vf_log_names){0, NULL};
}

static size_t longest_name(const struct vf_log_names *names) {
    size_t most = 0;
    for (size_t i = 0; i < names->n; i++) {
        most = names->item[i].length > most ? names->item[i].length : most;
    }
    return most;
}

/* The parts of a line that are the same for the whole log. */
static void make_fixed(struct vf_event_log *log, const char *scenario, uint32_t replication) {
    char *name = quoted(scenario, false);
    size_t n = strlen(name), room = n + 24;
    log->quoted = name[0] == '"';
    log->prefix = vf_xmalloc(room);
    /* of a quoted name the closing quote comes after the patient's number */
    int whole = (int)(n - log->quoted);
    log->prefix_length = (size_t)snprintf(log->prefix, room, "%.*s-%" PRIu32 "-", whole, name, replication);
    log->tail = vf_xmalloc(room);
    log->tail_length = (size_t)snprintf(log->tail, room, ",%s,%" PRIu32 "\n", name, replication);
    free(name);
}

int vf_event_log_open(struct vf_event_log *log, const char *path, const struct vf_log_spec *spec,
                      struct vf_error *err) {
    const struct vf_log_terms *terms = spec->terms;
    memset(log, 0, sizeof *log);
    log->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (log->fd < 0) {
        return vf_out_fail(err, "create", path, errno);
    }
    log->terms = terms;
    log->path = vf_xstrdup(path);
    log->start_day = vf_date_days(spec->start);
    log->day_from = INT64_MAX; /* the first record makes the date */
    make_fixed(log, spec->scenario, spec->replication);
    log->longest = FIXED_MAX + log->prefix_length + log->tail_length + longest_name(&terms->activity) +
                   longest_name(&terms->lifecycle) + longest_name(&terms->resource) +
                   longest_name(&terms->group);
    log->size = BUFFER > 4 * log->longest ? BUFFER : 4 * log->longest;
    log->buffer = vf_xmalloc(log->size);
    if (spec->header) {
        memcpy(log->buffer, vf_event_log_header, sizeof vf_event_log_header - 1);
        log->used = sizeof vf_event_log_header - 1;
    }
    return 0;
}

static void flush(struct vf_event_log *log) {
    if (log->trouble == 0 && log->used > 0) {
        log->trouble = vf_out_write(log->fd, log->buffer, log->used);
    }
    log->used = 0;
}

static void make_date(struct vf_event_log *log, int64_t time) {
    int64_t day = vf_day_of(time);
    struct vf_date d = vf_date_from_days(log->start_day + day);
    int year = d.year < 0 ? 0 : d.year % 10000;
    const char text[] = {(char)('0' + year / 1000),
                         (char)('0' + year / 100 % 10),
                         (char)('0' + year / 10 % 10),
                         (char)('0' + year % 10),
                         '-',
                         (char)('0' + d.month / 10),
                         (char)('0' + d.month % 10),
                         '-',
                         (char)('0' + d.day / 10),
                         (char)('0' + d.day % 10),
                         'T'};
    memcpy(log->date, text, sizeof text);
    log->day_from = day * VF_MS_DAY;
}

static const char PAIRS[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243"
    "4445464748495051525354555657585960616263646566676869707172737475767778798081828384858687"
    "888990919293949596979899";

static char *put_two(char *at, uint32_t value) {
    memcpy(at, PAIRS + 2 * value, 2);
    return at + 2;
}

static char *put_number(char *at, uint64_t value) {
    char digits[20];
    size_t first = sizeof digits;
    for (; value >= 100; value /= 100) {
        first -= 2;
        memcpy(digits + first, PAIRS + 2 * (value % 100), 2);
    }
    if (value >= 10) {
        first -= 2;
        memcpy(digits + first, PAIRS + 2 * value, 2);
    } else {
        digits[--first] = (char)('0' + value);
    }
    memcpy(at, digits + first, sizeof digits - first);
    return at + (sizeof digits - first);
}

static char *put_time(struct vf_event_log *log, char *at, int64_t time) {
    if (time < log->day_from || time - log->day_from >= VF_MS_DAY) {
        make_date(log, time);
    }
    uint32_t ms = (uint32_t)(time - log->day_from), s = ms / 1000, m = s / 60; /* 32 bits: cheap divisions */
    memcpy(at, log->date, 11);
    at = put_two(at + 11, m / 60);
    *at++ = ':';
    at = put_two(at, m % 60);
    *at++ = ':';
    at = put_two(at, s % 60);
    *at++ = '.';
    uint32_t rest = ms % 1000;
    *at++ = (char)('0' + rest / 100);
    return put_two(at, rest % 100);
}

static char *put_name(char *at, const struct vf_log_names *names, uint32_t index) {
    VF_ASSERT(index < names->n, "a name of the event log");
    memcpy(at, names->item[index].text, names->item[index].length);
    return at + names->item[index].length;
}

void vf_event_log_write(struct vf_event_log *log, const struct vf_event_record *r) {
    if (log->used + log->longest > log->size) {
        flush(log);
    }
    char *start = log->buffer + log->used, *at = start;
    memcpy(at, log->prefix, log->prefix_length);
    at = put_number(at + log->prefix_length, r->case_id);
    if (log->quoted) {
        *at++ = '"';
    }
    *at++ = ',';
    at = put_name(at, &log->terms->activity, r->activity);
    *at++ = ',';
    at = put_time(log, at, r->time);
    *at++ = ',';
    at = put_name(at, &log->terms->lifecycle, r->lifecycle);
    *at++ = ',';
    if (r->resource >= 0) {
        at = put_name(at, &log->terms->resource, (uint32_t)r->resource);
    }
    *at++ = ',';
    if (r->group >= 0) {
        at = put_name(at, &log->terms->group, (uint32_t)r->group);
    }
    memcpy(at, log->tail, log->tail_length);
    at += log->tail_length;
    log->used += (size_t)(at - start);
    log->records++;
}

static void forget(struct vf_event_log *log) {
    free(log->buffer);
    free(log->path);
    free(log->prefix);
    free(log->tail);
    memset(log, 0, sizeof *log);
}

int vf_event_log_close(struct vf_event_log *log, struct vf_error *err) {
    if (!log->buffer) {
        return 0;
    }
    flush(log);
    int number = close(log->fd) == 0 ? 0 : errno;
    number = log->trouble ? log->trouble : number;
    int code = number ? vf_out_fail(err, "write", log->path, number) : 0;
    forget(log);
    return code;
}

/* Appends a file to an open descriptor; tells trouble with either by its name. */
static int append(int to, const char *to_path, const char *from_path, char *buffer, struct vf_error *err) {
    int from = open(from_path, O_RDONLY | O_CLOEXEC), number = 0;
    if (from < 0) {
        return vf_out_fail(err, "read", from_path, errno);
    }
    ssize_t n;
    while ((n = read(from, buffer, COPY)) != 0 && number == 0) {
        if (n < 0 && errno != EINTR) {
            number = errno;
            close(from);
            return vf_out_fail(err, "read", from_path, number);
        }
        number = n > 0 ? vf_out_write(to, buffer, (size_t)n) : 0;
    }
    close(from);
    return number ? vf_out_fail(err, "write", to_path, number) : 0;
}

int vf_event_log_join(const char *path, const char *const *parts, size_t n, struct vf_error *err) {
    /* the first part need not be copied where a name is all it lacks */
    size_t first = n > 0 && rename(parts[0], path) == 0;
    int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (first == 1 ? O_APPEND : O_TRUNC), 0666);
    if (to < 0) {
        return vf_out_fail(err, "create", path, errno);
    }
    char *buffer = vf_xmalloc(COPY);
    int code = 0;
    for (size_t i = first; i < n && code == 0; i++) {
        code = append(to, path, parts[i], buffer, err);
        if (code == 0) {
            unlink(parts[i]);
        }
    }
    free(buffer);
    int number = vf_out_close(to);
    return code == 0 && number != 0 ? vf_out_fail(err, "write", path, number) : code;
}
