/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event log: a CSV that process-mining tools read as it is (columns case:concept:name, concept:name,
 * time:timestamp, lifecycle:transition, org:resource, group, scenario, replication). Written on the hot
 * path: one buffer, own formatting, no allocation, no stdio.
 *
 * One log per replication, each written by one thread; vf_event_log_join then puts parts after each
 * other, so the joined file does not depend on threads. The names must outlive the log. Trouble while
 * writing is remembered and told by vf_event_log_close. Times are simulated ms since 00:00 of the start
 * date and are written as local time without zone, "2026-06-15T06:00:00.000". */
#ifndef VF_EVENT_LOG_H
#define VF_EVENT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_calendar.h"
#include "vf_error.h"

/* Names as CSV fields, made once per config: index -> quoted text. */
struct vf_log_names {
    size_t n;
    struct vf_log_name {
        char *text;
        size_t length;
    } * item;
};
void vf_log_names_init(struct vf_log_names *names, const char *const *texts, size_t n);
void vf_log_names_fini(struct vf_log_names *names);

/* What the numbers of a record mean; shared, read-only. */
struct vf_log_terms {
    struct vf_log_names activity, lifecycle, resource, group;
};

struct vf_event_record {
    int64_t time;
    uint64_t case_id;
    uint32_t activity, lifecycle;
    int32_t resource, group; /* -1 = none */
};

struct vf_event_log {
    const struct vf_log_terms *terms;
    int fd;
    int trouble;                /* errno of the first failed write */
    size_t used, size, longest; /* longest: no record is longer */
    char *buffer;
    char *path;
    int64_t start_day; /* of the start date, since 1970-01-01 */
    int64_t day_from;  /* first ms of the day whose text is in `date` */
    char date[16];     /* "2026-06-15T" */
    /* of the case name: "scenario-replication-"; of the line: ",scenario,replication\n" */
    char *prefix, *tail;
    size_t prefix_length, tail_length;
    bool quoted; /* the case name is quoted, as the scenario's name must be */
    uint64_t records;
};

/* The first line of a log, with its newline. */
extern const char vf_event_log_header[];

struct vf_log_spec {
    const struct vf_log_terms *terms;
    struct vf_date start; /* of the run */
    const char *scenario;
    uint32_t replication;
    bool header; /* write the header line (not for parts after the first) */
};
/* Opens (truncates) a log. */
int vf_event_log_open(struct vf_event_log *log, const char *path, const struct vf_log_spec *spec,
                      struct vf_error *err);
void vf_event_log_write(struct vf_event_log *log, const struct vf_event_record *record);
int vf_event_log_close(struct vf_event_log *log, struct vf_error *err);

/* Appends the parts, in order, to a new file at `path` and removes them. */
int vf_event_log_join(const char *path, const char *const *parts, size_t n, struct vf_error *err);

#endif
