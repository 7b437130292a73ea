/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A config: read, merged, checked, and ready to be compiled.
 *
 * vf_config_load reads the file and everything it extends, lays patch files, one scenario and single settings
 * over it (RFC 7396, in that order), puts templates under the units and groups that name them, and checks the
 * whole against the field table (vf_fields.h). It reports every problem it finds, each at the file, line and
 * column the offending value came from. What it has accepted has known keys, right types, units and ranges;
 * all required keys; kind-specific keys on their kinds only; names that exist; and probabilities and shares
 * that sum to 1. Objects keyed by name may hold remarks among the names: walk them with vf_map_first and
 * vf_map_next. A member's unit of a family = the family's unit with the member's overrides merged over it
 * (vf_config_member_unit). Left to the compiler: which nodes can be reached and left, units that no path uses,
 * numbers that a distribution or a profile refuses, and files named by distributions and replays.
 *
 * Order of use: vf_config_load (or _load_text) -> vf_config_dist, vf_config_profile, vf_field_* (vf_fields.h)
 * -> vf_config_fini. A loaded config is read-only and may be shared by threads. Pointers (RFC 6901) are those
 * of `resolved`: "/units/medA/beds/disponibla". */
#ifndef VF_CONFIG_H
#define VF_CONFIG_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vf_calendar.h"
#include "vf_dist.h"
#include "vf_error.h"
#include "vf_fields.h"
#include "vf_sha256.h"
#include "vf_text.h"

/* What is laid over the file. Zero-initialise for nothing. */
struct vf_config_opts {
    const char *const *patches; /* files, in order */
    size_t n_patches;
    const char *const *sets; /* "/json/pointer=value"; the value is JSON, or else a string */
    size_t n_sets;
    const char *scenario; /* NULL = none */
};

struct vf_config_scenario {
    char *name;
    char *title_sv, *title_en; /* the name when there is no title */
};

struct vf_config_parts; /* documents, provenance, templates: how the tree came about */

struct vf_config {
    char *path;           /* of the main file */
    cJSON *resolved;      /* merged, templates put in and left out, as are extends and scenarios */
    cJSON *base_resolved; /* the same of the file and what it extends alone: no patch, scenario or setting */
    bool unchanged;       /* nothing lies over the file: the two are alike */
    struct vf_config_scenario *scenarios;
    size_t n_scenarios;
    struct vf_config_parts *parts;
};

/* 0, or VF_E_CONFIG with every problem in err; *out is then empty (fini is harmless). Replaces nothing: *out
 * need not be initialised. */
int vf_config_load(const char *path, const struct vf_config_opts *opts, struct vf_config *out,
                   struct vf_error *err);
/* The same from a text; `name` stands for the file name, also for relative paths. */
int vf_config_load_text(const char *name, const char *text, size_t size, const struct vf_config_opts *opts,
                        struct vf_config *out, struct vf_error *err);
void vf_config_fini(struct vf_config *cfg);
/* The same of a file that is loaded already, with nothing laid over it: `file` is not read, nor checked, again.
 * It must outlive *out. */
int vf_config_over(const struct vf_config *file, const struct vf_config_opts *opts, struct vf_config *out,
                   struct vf_error *err);
/* VF_E_USAGE, with the scenario that was perhaps meant, or all that there are. */
int vf_config_no_scenario(const struct vf_config_parts *parts, const char *name, struct vf_error *err);
/* The SHA-256 of vf_json_print(resolved, 0) with sorted keys, followed by those of the files that it names: what the
 * config says, however it is written. */
void vf_config_fingerprint(const struct vf_config *cfg, char hex[VF_SHA256_HEX]);

/* Where the value at `pointer` (or its nearest ancestor) came from. `label` is the file, "--set /a/b=1" or
 * "scenario x"; borrowed. line and column 0: not known. Pointers into an expanded template lead to the
 * template. */
struct vf_config_origin {
    const char *label, *file;
    int line, column;
};
int vf_config_where(const struct vf_config *cfg, const char *pointer, struct vf_config_origin *where);

/* Adds one placed problem about the value at `pointer`; expected, found and advice may be NULL. found "" is
 * replaced by a description of the value. Returns VF_E_CONFIG. */
int vf_config_problem(const struct vf_config *cfg, const char *pointer, struct vf_error *err,
                      const struct vf_problem *what);
/* The usual case: a message, printf-like. */
int vf_config_refuse(const struct vf_config *cfg, const char *pointer, struct vf_error *err,
                     const char *format, ...);
/* "file/x.csv" as seen from the config file that said it: allocated. */
char *vf_config_file(const struct vf_config *cfg, const char *pointer, const char *name);

/* The unit `slot` of a member with its overrides merged in: a new tree (cJSON_Delete). Its values are
 * placed by the pointer "/families/F/members/M/units/SLOT/...", whether the member overrides them or not. */
cJSON *vf_config_member_unit(const cJSON *family, const char *member, const char *slot);

/* The resolved config as JSON; with provenance every leaf's line ends in a comment `// file:line`. */
void vf_config_print(const struct vf_config *cfg, bool with_provenance, struct vf_text *to);

/* DIST at `pointer` (`value` = the tree there). Durations are divided by unit_ms: 1 gives ms, 86400000 days
 * (nights, working days). *out is to be released by vf_dist_fini. VF_E_CONFIG with placed problems. */
int vf_config_dist(const struct vf_config *cfg, const cJSON *value, const char *pointer, double unit_ms,
                   struct vf_dist *out, struct vf_error *err);

/* PROFILE at `pointer`. Initialises *out (vf_profile_fini; on failure nothing is left), not yet compiled. */
enum vf_profile_unit {
    VF_PROFILE_NUMBER, /* beds, servers, slots a day: bare numbers, rounded by nobody here */
    VF_PROFILE_RATE,   /* rates, given per ms */
    VF_PROFILE_FACTOR  /* bare numbers; the base is 1 when there is none */
};
int vf_config_profile(const struct vf_config *cfg, const cJSON *value, const char *pointer,
                      enum vf_profile_unit unit, struct vf_profile *out, struct vf_error *err);
/* The base of a PROFILE alone, following names and likes (NaN when it has none, e.g. dated values only). */
double vf_config_profile_base(const struct vf_config *cfg, const cJSON *value, enum vf_profile_unit unit);

/* Columns of a CSV file, strictly read: UTF-8, comma-separated, a header line, a point in numbers, no quotes
 * but around whole cells, every line as many cells as the header. Problems name file and line. */
struct vf_csv_column {
    size_t n;
    double *values; /* free by vf_csv_fini */
};
int vf_csv_read(const char *path, const char *column, struct vf_csv_column *out, struct vf_error *err);
/* A file of one value, or value and weight, per line (header "value" or "value,weight"). weights.n is 0 or
 * n. */
int vf_csv_read_values(const char *path, struct vf_csv_column *values, struct vf_csv_column *weights,
                       struct vf_error *err);
void vf_csv_fini(struct vf_csv_column *column);

#endif
