/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event log, written patient by patient for process-mining tools: as CSV or as XES (IEEE 1849-2016).
 *
 * A log is in order of time, an export in order of patients, so it is sorted: outside memory, in pieces, so that the size
 * of the log does not matter (export_sort.c). vf_export does it all: read and check each line (export_read.c), sort,
 * collect a patient's lines, write them (export_write.c). The file gets its name when it is whole; what was half done
 * is gone, whether it failed, was stopped, or (at the next try) was killed. */
#ifndef VF_EXPORT_H
#define VF_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "vf_error.h"

enum vf_export_format { VF_EXPORT_CSV, VF_EXPORT_XES };

struct vf_export {
    const char *from, *to; /* the log; what is written */
    enum vf_export_format format;
    bool visits;          /* only begun and ended stays, and the ends of paths */
    const char *scenario; /* NULL: all */
    int64_t replication;  /* -1: all */
    size_t memory;        /* bytes to sort in; 0: the usual */
    /* asked now and then; true ends the export with VF_E_STOPPED */
    bool (*stopped)(void *context);
    void *context;
    /* what was written: patients; of these, not out of care at the end of the log; events */
    uint64_t cases, unfinished, events;
};
/* 0, VF_E_CONFIG (the log is no log of ours, is cut off, or is broken: says in which line), VF_E_IO, VF_E_STOPPED. */
int vf_export(struct vf_export *x, struct vf_error *err);

/* ---- export_read.c: lines ---- */
enum vf_log_field {
    VF_LOG_F_CASE,
    VF_LOG_F_ACTIVITY,
    VF_LOG_F_TIME,
    VF_LOG_F_LIFE,
    VF_LOG_F_RESOURCE,
    VF_LOG_F_GROUP,
    VF_LOG_F_SCENARIO,
    VF_LOG_F_REPLICATION,
    VF_LOG_FIELDS
};

/* Part of a line, as it stands there (quoted where it is). */
struct vf_slice {
    const char *text;
    size_t size;
};
/* What a line is in the standard's life cycle, and what it does to the patient. */
enum vf_log_effect { VF_LOG_STAYS, VF_LOG_ENTERS, VF_LOG_LEAVES };
struct vf_log_word {
    const char *word, *transition;
    enum vf_log_effect effect;
    const char *activity; /* instead of the log's; NULL: the log's */
};

struct vf_log_line {
    struct vf_slice line, field[VF_LOG_FIELDS];
    const struct vf_log_word *word; /* of its life cycle */
    uint64_t patient;               /* the number its case ends with */
    uint32_t block;                 /* counts the replications of the log */
};
/* Finds the fields of a line; false when it is no line of a log. The block is left alone. */
bool vf_log_split(struct vf_log_line *line, const char *text, size_t size);

struct vf_log_reader {
    FILE *file;
    const char *path;
    char *buffer;
    size_t size, used, at;
    uint64_t number; /* of the line last given */
    uint32_t block;  /* of it */
    char *tail;      /* its scenario and replication, to see when they change */
    size_t tail_size, tail_room;
};
int vf_log_reader_open(struct vf_log_reader *r, const char *path, struct vf_error *err);
/* 1 a line (its texts live until the next call), 0 the end, negative an error. */
int vf_log_reader_next(struct vf_log_reader *r, struct vf_log_line *line, struct vf_error *err);
void vf_log_reader_close(struct vf_log_reader *r);

/* ---- export_sort.c: lines by (block, patient), each patient's in the order they came ---- */
struct vf_log_sort;
/* `memory` bytes are used at a time; the rest lies in an unnamed file beside `path`. */
struct vf_log_sort *vf_log_sort_new(size_t memory, const char *path);
int vf_log_sort_add(struct vf_log_sort *s, const struct vf_log_line *line, struct vf_error *err);
/* After the last line has been added, once. */
int vf_log_sort_ready(struct vf_log_sort *s, struct vf_error *err);
/* As vf_log_reader_next. */
int vf_log_sort_next(struct vf_log_sort *s, struct vf_log_line *line, struct vf_error *err);
void vf_log_sort_free(struct vf_log_sort *s);

/* ---- export_write.c ---- */
struct vf_export_case {
    const struct vf_log_line *line;
    size_t n;
    bool unfinished;   /* not out of care when the log ends */
    bool began_before; /* in care when the log begins */
};
void vf_export_head(FILE *to, enum vf_export_format format, const char *log);
void vf_export_case(FILE *to, enum vf_export_format format, const struct vf_export_case *c);
void vf_export_foot(FILE *to, enum vf_export_format format);

#endif
