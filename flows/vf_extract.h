/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own data in: an extract of a region's own vardtillfallen (CSV, one row each, as from Patientregistret) and a daily
 * file of vardplatser per ward, with columns named by a small JSON file, the map (docs/OWN_DATA.md).
 *
 * Order of use: vf_extract_map_read -> vf_extract_stays, vf_extract_days (either, once each, on a zeroed struct
 * vf_extract) -> use -> vf_extract_fini, vf_extract_map_fini. The files are read as a stream: memory is 32 bytes per
 * row kept, whatever the rows hold. No text of a row is kept but the names of kliniker, wards and kommuner: a
 * person is a 64-bit fingerprint (two of a million persons share one with probability 3e-8). Nothing is written to disk. */
#ifndef VF_EXTRACT_H
#define VF_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_config.h"
#include "vf_error.h"

enum {
    VF_EXTRACT_NONE = INT32_MIN, /* of a time: not given */
    VF_EXTRACT_NAMES = 4096,     /* kliniker, kommuner, wards, groups: at most, each */
    VF_EXTRACT_NOBODY = 0xFFFF   /* of a name: not given */
};

enum vf_extract_way { VF_WAY_UNKNOWN, VF_WAY_HOME, VF_WAY_KOMMUN, VF_WAY_TRANSFER, VF_WAY_DEATH };

/* One vardtillfalle. Times are minutes since 1970-01-01 00:00, local, no daylight saving; midnight when the file has
 * dates only (see `timed`). out: VF_EXTRACT_NONE = still in care; ready: when utskrivningsklar, NONE = not given. */
struct vf_extract_stay {
    uint64_t person;
    int32_t in, out, ready;
    uint16_t klinik, kommun, group; /* indices of names; kommun may be VF_EXTRACT_NOBODY */
    uint8_t way;                    /* how it ended: enum vf_extract_way */
    bool planned;
};

/* One ward and day as reported at the census; NaN = not given. */
struct vf_extract_day {
    int32_t day; /* since 1970-01-01 */
    uint16_t ward;
    double disponibla, overbelagda, utlokaliserade;
};

struct vf_extract_names {
    char **name; /* as they can stand in a config */
    size_t n;
    uint32_t *slot; /* hash table: index + 1, 0 = empty */
    size_t slots;
};
/* Index of the name, put in if new; VF_EXTRACT_NOBODY when there are too many. */
uint16_t vf_extract_intern(struct vf_extract_names *names, const char *name, size_t length);
void vf_extract_names_fini(struct vf_extract_names *names);

/* The map, read and checked. */
struct vf_extract_map {
    struct vf_config file; /* path and tree, for places */
    int32_t from, to;      /* first and last day, since 1970-01-01; VF_EXTRACT_NONE: as the file has it */
    int64_t readmission_days, smallest_cell;
};
/* 0, or VF_E_CONFIG with every problem; *map is to be released in any case. */
int vf_extract_map_read(const char *path, struct vf_extract_map *map, struct vf_error *err);
void vf_extract_map_fini(struct vf_extract_map *map);

/* Why rows were not kept. */
enum vf_extract_drop {
    VF_DROP_BAD,       /* has a problem (only with skip_bad) */
    VF_DROP_OUTSIDE,   /* ended before the period or began after it */
    VF_DROP_DUPLICATE, /* same person, klinik and times as another: by vf_import */
    VF_DROP_INSIDE,    /* lies inside another stay of the person: by vf_import */
    VF_DROP_SMALL,     /* at a klinik with too few patients: by vf_import */
    VF_DROP_N
};

struct vf_extract {
    struct vf_extract_names klinik, kommun, ward, group;
    struct vf_extract_stay *stay; /* in the order of the file */
    size_t n_stays;
    struct vf_extract_day *day;
    size_t n_days;
    bool timed_in, timed_out, timed_ready, has_planned, has_ready,
        has_way; /* columns given; timed: in every row */
    uint64_t rows, dropped[VF_DROP_N], day_rows, day_dropped;
};

/* Reads all rows. Every problem is told with file, line and column, the first VF_ERROR_ITEM_MAX in words and the rest
 * as a number; then VF_E_CONFIG, unless skip_bad: then rows with problems are dropped, counted, and told in err while
 * 0 is returned. A file that cannot be read as a table at all is VF_E_CONFIG always. */
int vf_extract_stays(const struct vf_extract_map *map, const char *path, bool skip_bad, struct vf_extract *x,
                     struct vf_error *err);
int vf_extract_days(const struct vf_extract_map *map, const char *path, bool skip_bad, struct vf_extract *x,
                    struct vf_error *err);
void vf_extract_fini(struct vf_extract *x);

/* A name that can stand in a config made of any text: "Medicin & geriatrik 2" -> "Medicin_geriatrik_2". */
void vf_extract_plain_name(const char *text, size_t length, char out[64]);

/* ---- The table reader below them: extract_rows.c ---- */
enum { VF_ROWS_CELLS = 256 };
struct vf_rows {
    const char *path;
    int fd;
    char *buffer;
    size_t size, at, end; /* the buffer's unread part */
    bool ended, failed;   /* failed: the file cannot be read to its end, which is told and no row's fault */
    char separator, decimal;
    int line;   /* of the row, from 1 */
    char *text; /* where the row begins, for columns */
    struct vf_cell {
        char *text; /* NUL-ended */
        size_t length;
    } cell[VF_ROWS_CELLS];
    int n_cells, n_header;
    uint64_t problems;
    struct vf_error *err;
};
/* Opens the file and reads its header into the cells. separator 0: the likeliest by the header. */
int vf_rows_open(struct vf_rows *rows, const char *path, char separator, struct vf_error *err);
/* The next row: 1; 0 = the end; -1 = the row has a problem, which is told, and is passed. Empty lines are passed. */
int vf_rows_next(struct vf_rows *rows);
void vf_rows_close(struct vf_rows *rows);
int vf_rows_column(const struct vf_rows *rows, const char *name); /* after vf_rows_open: index or -1 */
/* Tells of a cell of the present row (-1: of the row); expected and advice may be NULL. Returns -1. */
int vf_rows_refuse(struct vf_rows *rows, int cell, const char *message, const char *expected,
                   const char *advice);

/* Cells. 0, or -1. A date is ISO 8601: 2024-03-18 or 20240318; a time of day may follow after T or a blank. */
int vf_rows_stamp(const struct vf_cell *cell, int32_t *minutes, bool *timed);
int vf_rows_number(const struct vf_cell *cell, char decimal, double *x);

#endif
