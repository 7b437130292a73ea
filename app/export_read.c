/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of an event log, read and checked: see vf_export.h. A log that is not exactly what `run --log` writes is
 * refused with the line where it differs: better than half an export that looks whole. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vf_event_log.h"
#include "vf_export.h"
#include "vf_out_io.h"

enum { BUFFER = 256 * 1024, LINE_MAX_BYTES = 32 * 1024, TIME_SIZE = 23 };

/* What the log's words are in the life cycle of XES (IEEE 1849-2016, the life-cycle extension's standard model). What it
 * has no word for is `unknown` there, and keeps ours beside. */
static const struct vf_log_word words[] = {
    {"arrive", "schedule", VF_LOG_ENTERS, NULL},   {"wait", "unknown", VF_LOG_STAYS, NULL},
    {"blocked", "unknown", VF_LOG_STAYS, NULL},    {"start", "start", VF_LOG_ENTERS, NULL},
    {"ready", "unknown", VF_LOG_STAYS, NULL},      {"lead_over", "unknown", VF_LOG_STAYS, NULL},
    {"complete", "complete", VF_LOG_STAYS, NULL},  {"outlier", "unknown", VF_LOG_STAYS, NULL},
    {"extra", "unknown", VF_LOG_STAYS, NULL},      {"repatriate", "start", VF_LOG_STAYS, NULL},
    {"lost", "withdraw", VF_LOG_LEAVES, NULL},     {"renege", "withdraw", VF_LOG_STAYS, NULL},
    {"preempted", "unknown", VF_LOG_STAYS, NULL},  {"exit", "complete", VF_LOG_LEAVES, "exit"},
    {"death", "complete", VF_LOG_LEAVES, "death"}, {"readmission", "complete", VF_LOG_ENTERS, "readmission"},
    {"worsened", "withdraw", VF_LOG_STAYS, NULL},  {"cancelled", "unknown", VF_LOG_STAYS, NULL},
};

static const struct vf_log_word *word_of(struct vf_slice s) {
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strlen(words[k].word) == s.size && memcmp(words[k].word, s.text, s.size) == 0)
            return &words[k];
    return NULL;
}

static bool all_digits(const char *text, size_t size) {
    for (size_t k = 0; k < size; k++)
        if (text[k] < '0' || text[k] > '9')
            return false;
    return size > 0;
}

/* "2026-06-15T06:00:00.000" */
static bool is_time(struct vf_slice s) {
    static const char shape[] = "dddd-dd-ddTdd:dd:dd.ddd";
    if (s.size != TIME_SIZE)
        return false;
    for (size_t k = 0; k < TIME_SIZE; k++)
        if (shape[k] == 'd' ? s.text[k] < '0' || s.text[k] > '9' : s.text[k] != shape[k])
            return false;
    return true;
}

/* The number after the last hyphen of a case, within its quotes if it has any. */
static bool patient_of(struct vf_slice s, uint64_t *patient) {
    size_t end = s.size > 0 && s.text[s.size - 1] == '"' ? s.size - 1 : s.size, from = end;
    *patient = 0;
    while (from > 0 && s.text[from - 1] >= '0' && s.text[from - 1] <= '9')
        from--;
    if (from == end || from == 0 || s.text[from - 1] != '-' || end - from > 20)
        return false;
    for (size_t k = from; k < end; k++)
        *patient = *patient * 10 + (uint64_t)(s.text[k] - '0');
    return true;
}

/* The end of the field that begins at `at`: of a quoted one after its closing quote, two quotes being one of the text. */
static size_t field_end(const char *text, size_t size, size_t at) {
    bool quoted = false;
    for (; at < size && (quoted || text[at] != ','); at++)
        if (text[at] == '"')
            quoted = !quoted;
    return at;
}

bool vf_log_split(struct vf_log_line *line, const char *text, size_t size) {
    size_t at = 0;
    line->line = (struct vf_slice){text, size};
    for (size_t k = 0; k < VF_LOG_FIELDS; k++) {
        size_t end = field_end(text, size, at);
        bool last = k + 1 == VF_LOG_FIELDS;
        if (last ? end != size : end >= size || text[end] != ',')
            return false;
        line->field[k] = (struct vf_slice){text + at, end - at};
        at = end + 1;
    }
    line->word = word_of(line->field[VF_LOG_F_LIFE]);
    struct vf_slice replication = line->field[VF_LOG_F_REPLICATION];
    return line->word && is_time(line->field[VF_LOG_F_TIME]) &&
           patient_of(line->field[VF_LOG_F_CASE], &line->patient) &&
           line->field[VF_LOG_F_ACTIVITY].size > 0 && all_digits(replication.text, replication.size);
}

static int broken(const struct vf_log_reader *r, struct vf_error *err, const char *what, const char *advice) {
    char message[200];
    (void)snprintf(message, sizeof message, "line %" PRIu64 ": %s", r->number, what);
    return vf_error_add(
        err, VF_E_CONFIG,
        &(struct vf_problem){.file = (char *)r->path, .message = message, .advice = (char *)advice});
}

/* Moves what is left to the front and reads on; false at the end of the file. */
static bool fill(struct vf_log_reader *r) {
    memmove(r->buffer, r->buffer + r->at, r->used - r->at);
    r->used -= r->at;
    r->at = 0;
    size_t n = fread(r->buffer + r->used, 1, r->size - r->used, r->file);
    r->used += n;
    return n > 0;
}

/* The newline that ends the line at r->at, not one within quotes; r->used when it is not there yet. */
static size_t line_end(const struct vf_log_reader *r) {
    const char *start = r->buffer + r->at, *newline = memchr(start, '\n', r->used - r->at);
    if (newline && !memchr(start, '"', (size_t)(newline - start)))
        return (size_t)(newline - r->buffer);
    bool quoted = false;
    for (size_t k = r->at; k < r->used; k++) {
        if (r->buffer[k] == '"')
            quoted = !quoted;
        else if (r->buffer[k] == '\n' && !quoted)
            return k;
    }
    return r->used;
}

/* The next line without its newline: 1, 0 at the end, negative an error. */
static int next_line(struct vf_log_reader *r, struct vf_slice *line, struct vf_error *err) {
    size_t end = line_end(r);
    while (end == r->used && end - r->at <= LINE_MAX_BYTES) {
        if (!fill(r)) {
            if (ferror(r->file))
                return vf_out_fail(err, "read", r->path, errno);
            if (r->used == r->at)
                return 0;
            r->number++;
            return broken(r, err, "the log is cut off within this line",
                          "the file was not written or copied to its end: run again, or copy it anew");
        }
        end = line_end(r);
    }
    r->number++;
    if (end - r->at > LINE_MAX_BYTES)
        return broken(r, err, "too long for a line of an event log", NULL);
    *line = (struct vf_slice){r->buffer + r->at, end - r->at};
    r->at = end + 1;
    return 1;
}

int vf_log_reader_open(struct vf_log_reader *r, const char *path, struct vf_error *err) {
    *r = (struct vf_log_reader){.path = path, .size = BUFFER};
    r->file = fopen(path, "rb");
    if (!r->file)
        return vf_error_set(err, VF_E_CONFIG, "cannot read %s: %s", path, strerror(errno));
    r->buffer = vf_xmalloc(r->size);
    struct vf_slice head;
    int got = next_line(r, &head, err);
    size_t size = strlen(vf_event_log_header) - 1;
    if (got == 1 && head.size == size && memcmp(head.text, vf_event_log_header, size) == 0)
        return VF_OK;
    if (got >= 0)
        got = broken(r, err, "this is not the header of an event log of this version",
                     "give a file that `vardflode run --log` has written");
    vf_log_reader_close(r);
    return got;
}

/* Counts the blocks: scenario and replication as the line has them. */
static void count_block(struct vf_log_reader *r, struct vf_log_line *line) {
    const char *tail = line->field[VF_LOG_F_SCENARIO].text;
    size_t size = line->line.size - (size_t)(tail - line->line.text);
    if (r->tail_size != size || memcmp(r->tail, tail, size) != 0) {
        if (size > r->tail_room) {
            r->tail_room = 2 * size;
            r->tail = vf_xrealloc(r->tail, r->tail_room);
        }
        memcpy(r->tail, tail, size);
        r->tail_size = size;
        r->block++;
    }
    line->block = r->block;
}

int vf_log_reader_next(struct vf_log_reader *r, struct vf_log_line *line, struct vf_error *err) {
    struct vf_slice text = {"", 0};
    int got = next_line(r, &text, err);
    if (got != 1)
        return got;
    if (!vf_log_split(line, text.text, text.size))
        return broken(r, err, "not a line of an event log of this version",
                      "the log was changed, or another version wrote it: run again");
    count_block(r, line);
    return 1;
}

void vf_log_reader_close(struct vf_log_reader *r) {
    if (r->file)
        (void)fclose(r->file);
    free(r->buffer);
    free(r->tail);
    r->file = NULL;
    r->buffer = r->tail = NULL;
}
