/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading stores of studies: fingerprint, joining of shards, and the tidy table as CSV. */
#include <errno.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_csv.h"
#include "vf_out_io.h"
#include "vf_study_store.h"
#include "vf_study_store_sql.h"

enum { SQL_MAX = 1 << 20, SHARDS_TOLD = 20 };

static int open_read(struct vf_store *st, const char *path, struct vf_error *err) {
    *st = (struct vf_store){.path = vf_xstrdup(path)};
    /* read and write, so that what a killed process left half done is rolled back */
    int code = sqlite3_open_v2(path, &st->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    return code == SQLITE_OK ? VF_OK : vf_store_fail(st, "open", err);
}

/* ---- Fingerprint ---- */

static void hash_cell(struct vf_sha256 *sha, sqlite3_stmt *s, int c) {
    int type = sqlite3_column_type(s, c);
    unsigned char bytes[9] = {(unsigned char)type};
    uint64_t word = 0;
    if (type == SQLITE_INTEGER) {
        word = (uint64_t)sqlite3_column_int64(s, c);
    } else if (type == SQLITE_FLOAT) {
        double x = sqlite3_column_double(s, c);
        memcpy(&word, &x, sizeof word);
    } else if (type == SQLITE_TEXT) {
        word = (uint64_t)sqlite3_column_bytes(s, c);
    }
    for (int i = 0; i < 8; i++) {
        bytes[i + 1] = (unsigned char)(word >> (8 * i));
    }
    vf_sha256_update(sha, bytes, sizeof bytes);
    if (type == SQLITE_TEXT) {
        vf_sha256_update(sha, sqlite3_column_text(s, c), (size_t)word);
    }
}

static int hash_table(struct vf_store *st, const char *sql, struct vf_sha256 *sha, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(st, sql, &s, err), step = SQLITE_DONE;
    vf_sha256_update(sha, sql, strlen(sql));
    while (code == VF_OK && (step = sqlite3_step(s)) == SQLITE_ROW) {
        for (int c = 0; c < sqlite3_column_count(s); c++) {
            hash_cell(sha, s, c);
        }
    }
    if (code == VF_OK && step != SQLITE_DONE) {
        code = vf_store_fail(st, "read", err);
    }
    sqlite3_finalize(s);
    return code;
}

int vf_study_store_hash(const char *path, char hex[VF_SHA256_HEX], struct vf_error *err) {
    static const char *const tables[] = {"SELECT * FROM meta ORDER BY key",
                                         "SELECT * FROM metric ORDER BY id",
                                         "SELECT * FROM output_column ORDER BY id",
                                         "SELECT * FROM point ORDER BY id",
                                         "SELECT * FROM trial ORDER BY point, replication",
                                         "SELECT * FROM summary ORDER BY point, column_id"};
    struct vf_store st;
    struct vf_sha256 sha;
    unsigned char digest[VF_SHA256_BYTES];
    vf_sha256_init(&sha);
    int code = open_read(&st, path, err);
    for (size_t k = 0; k < sizeof tables / sizeof *tables && code == VF_OK; k++) {
        code = hash_table(&st, tables[k], &sha, err);
    }
    vf_sha256_final(&sha, digest);
    vf_sha256_to_hex(digest, hex);
    vf_store_abandon(&st);
    return code;
}

/* ---- Joining ---- */

/* What is known of one shard's file. */
struct shard {
    char identity[VF_SHA256_HEX];
    uint64_t index, of, trials, points, wanted, all;
};

static int read_facts(struct vf_store *st, struct shard *shard, struct vf_error *err) {
    static const char sql[] =
        "SELECT (SELECT value FROM meta WHERE key='identity'), (SELECT value FROM shard WHERE key='shard'),"
        " (SELECT value FROM shard WHERE key='shards'), (SELECT count(*) FROM trial),"
        " (SELECT value FROM meta WHERE key='points'), (SELECT count(*) FROM summary WHERE column_id = 0)";
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(st, sql, &s, err);
    if (code == VF_OK && sqlite3_step(s) != SQLITE_ROW) {
        code = vf_store_fail(st, "read", err);
    }
    if (code == VF_OK && sqlite3_column_type(s, 0) == SQLITE_NULL) {
        code = vf_error_set(err, VF_E_USAGE, "%s is not the store of a study", st->path);
    }
    if (code == VF_OK) {
        (void)snprintf(shard->identity, sizeof shard->identity, "%s",
                       (const char *)sqlite3_column_text(s, 0));
        shard->index = (uint64_t)sqlite3_column_int64(s, 1);
        shard->of = (uint64_t)sqlite3_column_int64(s, 2);
        shard->trials = (uint64_t)sqlite3_column_int64(s, 3);
        shard->all = (uint64_t)sqlite3_column_int64(s, 4);
        shard->points = (uint64_t)sqlite3_column_int64(s, 5);
        shard->wanted =
            shard->of > 0 && shard->all > shard->index ? (shard->all - shard->index - 1) / shard->of + 1 : 0;
    }
    sqlite3_finalize(s);
    return code;
}

static int read_shard(const char *path, struct shard *shard, struct vf_error *err) {
    struct vf_store st;
    int code = open_read(&st, path, err);
    code = code ? code : read_facts(&st, shard, err);
    vf_store_abandon(&st);
    return code;
}

static bool same_study(const struct shard *a, const struct shard *b) {
    return strcmp(a->identity, b->identity) == 0;
}

static int check_all_there(const struct shard *shard, size_t n, struct vf_error *err) {
    int code = VF_OK;
    size_t told = 0;
    for (uint64_t i = 0; i < shard[0].of; i++) {
        bool there = false;
        for (size_t k = 0; k < n; k++) {
            there = there || (shard[k].index == i && same_study(&shard[k], &shard[0]));
        }
        if (!there && told++ < SHARDS_TOLD) {
            code =
                vf_error_set(err, VF_E_STATE, "shard %" PRIu64 "/%" PRIu64 " is missing", i + 1, shard[0].of);
        }
    }
    return code;
}

/* Shards that are missing, there twice, of another study, or not complete. */
static int check_shards(const char *const *files, const struct shard *shard, size_t n, bool partial,
                        struct vf_error *err) {
    int code = VF_OK;
    for (size_t k = 0; k < n; k++) {
        if (!same_study(&shard[k], &shard[0])) {
            code = vf_error_set(err, VF_E_USAGE, "%s and %s are of different studies", files[0], files[k]);
        } else if (shard[k].of != shard[0].of) {
            code = vf_error_set(err, VF_E_USAGE,
                                "%s and %s are of one study in %" PRIu64 " and in %" PRIu64 " shards",
                                files[0], files[k], shard[0].of, shard[k].of);
        } else if (shard[k].points < shard[k].wanted && !partial) {
            code = vf_error_set(err, VF_E_STATE,
                                "%s is not complete: %" PRIu64 " of %" PRIu64
                                " points; continue it with --resume",
                                files[k], shard[k].points, shard[k].wanted);
        }
        for (size_t j = 0; j < k; j++) {
            if (shard[j].index == shard[k].index && shard[j].of == shard[k].of &&
                same_study(&shard[j], &shard[k])) {
                code = vf_error_set(err, VF_E_USAGE, "%s and %s are the same shard", files[j], files[k]);
            }
        }
    }
    int missing = partial ? VF_OK : check_all_there(shard, n, err);
    return missing ? missing : code;
}

int vf_study_store_hold(struct vf_store *hold, const char *path, const char *identity, uint64_t trials,
                        struct vf_error *err) {
    struct shard now = {.trials = 0};
    int code = open_read(hold, path, err);
    code = code ? code : vf_store_sql(hold, "BEGIN", err);
    code = code ? code : read_facts(hold, &now, err); /* from here on the transaction reads, and holds */
    if (code == VF_OK && (strcmp(now.identity, identity) != 0 || now.trials != trials)) {
        code = vf_error_set(err, VF_E_STATE, "%s was replaced by another process", path);
    }
    return code;
}

static int attach(struct vf_store *st, const char *path, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(st, "ATTACH ?1 AS s", &s, err);
    if (code == VF_OK) {
        sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
        code = vf_store_step(st, s, err);
    }
    sqlite3_finalize(s);
    return code;
}

/* Tables, indexes and views as the first shard has them. */
static int copy_schema(struct vf_store *st, struct vf_error *err) {
    struct vf_text sql;
    sqlite3_stmt *s = NULL;
    vf_text_init(&sql, SQL_MAX);
    int code =
        vf_store_prepare(st, "SELECT sql FROM s.sqlite_master WHERE sql IS NOT NULL ORDER BY rowid", &s, err);
    while (code == VF_OK && sqlite3_step(s) == SQLITE_ROW) {
        vf_text_appendf(&sql, "%s;", (const char *)sqlite3_column_text(s, 0));
    }
    sqlite3_finalize(s);
    code = code ? code : vf_store_sql(st, sql.data, err);
    vf_text_fini(&sql);
    return code ? code
                : vf_store_sql(
                      st,
                      "INSERT INTO meta SELECT * FROM s.meta; INSERT INTO metric SELECT * FROM s.metric;"
                      "INSERT INTO output_column SELECT * FROM s.output_column;"
                      "INSERT INTO point SELECT * FROM s.point;"
                      "INSERT INTO shard VALUES('shard','0'),('shards','1')",
                      err);
}

static int copy_all(struct vf_store *st, const char *const *files, size_t n,
                    const struct vf_study_merged *merged, struct vf_error *err) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    char partial[128];
    if (sqlite3_open_v2(st->path, &st->db, flags, NULL) != SQLITE_OK) {
        return vf_store_fail(st, "create", err);
    }
    int code = vf_store_sql(st, "PRAGMA synchronous=FULL; PRAGMA cache_size=-65536", err);
    for (size_t k = 0; k < n && code == VF_OK; k++) {
        code = attach(st, files[k], err);
        code = code ? code : vf_store_sql(st, "BEGIN", err);
        code = code || k > 0 ? code : copy_schema(st, err);
        code = code ? code
                    : vf_store_sql(st,
                                   "INSERT INTO trial SELECT * FROM s.trial ORDER BY point, replication;"
                                   "INSERT INTO summary SELECT * FROM s.summary ORDER BY point, column_id;"
                                   "COMMIT; DETACH s",
                                   err);
    }
    (void)snprintf(partial, sizeof partial,
                   "INSERT INTO meta VALUES('partial', '%" PRIu64 " of %" PRIu64 " points')",
                   merged->points_done, merged->points);
    return code || merged->points_done == merged->points ? code : vf_store_sql(st, partial, err);
}

/* Locks what lies at the path, until it is replaced: nobody's work on it may be lost. */
static int take_place(struct vf_store *old, const char *path, const struct vf_study_merged *merged,
                      bool replace, struct vf_error *err) {
    struct vf_error own = VF_ERROR_INIT;
    struct shard there = {.trials = 0};
    if (access(path, F_OK) != 0) {
        return VF_OK;
    }
    int code = open_read(old, path, err);
    int locked = code ? SQLITE_OK : sqlite3_exec(old->db, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
    if (locked != SQLITE_OK && locked != SQLITE_NOTADB) {
        code = vf_store_fail(old, "replace", err);
    } else if (code == VF_OK && !replace) {
        bool known = read_facts(old, &there, &own) == VF_OK;
        if (!known || strcmp(there.identity, merged->identity) != 0) {
            code = vf_error_set(err, VF_E_USAGE,
                                "%s holds something else than this study; take another --out, or --replace",
                                path);
        } else if (there.trials > merged->trials) {
            code = vf_error_set(err, VF_E_USAGE,
                                "%s holds %" PRIu64 " trials of this study, the shards only %" PRIu64
                                "; take another --out, or --replace",
                                path, there.trials, merged->trials);
        }
        vf_error_fini(&own);
    }
    return code;
}

/* Gives the file its name. A journal left beside the name is of what lay there, and would be played back into it. */
static int put_in_place(const char *building, const char *path, struct vf_error *err) {
    struct vf_text journal;
    vf_text_init(&journal, SQL_MAX);
    vf_text_appendf(&journal, "%s-journal", path);
    (void)unlink(journal.data);
    vf_text_fini(&journal);
    return rename(building, path) == 0 ? VF_OK : vf_out_fail(err, "replace", path, errno);
}

int vf_study_store_merge(const char *path, const char *const *files, size_t n, unsigned flags,
                         struct vf_study_merged *merged, struct vf_error *err) {
    struct shard *shard = vf_xcalloc(n + 1, sizeof *shard);
    struct vf_store old = {.db = NULL};
    struct vf_text building;
    int code = VF_OK;
    *merged = (struct vf_study_merged){.trials = 0};
    for (size_t k = 0; k < n; k++) {
        int one = read_shard(files[k], &shard[k], err);
        code = code ? code : one;
        merged->trials += shard[k].trials;
        merged->points_done += shard[k].points;
    }
    merged->points = shard[0].all;
    memcpy(merged->identity, shard[0].identity, sizeof merged->identity);
    code = code ? code : check_shards(files, shard, n, (flags & VF_MERGE_PARTIAL) != 0, err);
    code = code ? code : take_place(&old, path, merged, (flags & VF_MERGE_REPLACE) != 0, err);
    vf_text_init(&building, SQL_MAX);
    vf_text_appendf(&building, "%s.partial", path);
    if (code == VF_OK) {
        (void)unlink(building.data);
        struct vf_store st = {.path = vf_xstrdup(building.data)};
        code = copy_all(&st, files, n, merged, err);
        vf_store_abandon(&st);
        code = code ? code : put_in_place(building.data, path, err);
        if (code != VF_OK) {
            (void)unlink(building.data);
        }
    }
    vf_store_abandon(&old);
    vf_text_fini(&building);
    free(shard);
    return code;
}

/* ---- The tidy table ---- */

static void put_cell(struct vf_csv *w, sqlite3_stmt *s, int c) {
    switch (sqlite3_column_type(s, c)) {
    case SQLITE_INTEGER: vf_csv_int(w, sqlite3_column_int64(s, c)); break;
    case SQLITE_FLOAT: vf_csv_real(w, sqlite3_column_double(s, c)); break;
    case SQLITE_TEXT: vf_csv_text(w, (const char *)sqlite3_column_text(s, c)); break;
    default: vf_csv_text(w, NULL); break;
    }
}

int vf_study_store_csv(const char *path, const char *sql, const char *csv, struct vf_error *err) {
    struct vf_store st;
    struct vf_csv w;
    sqlite3_stmt *s = NULL;
    int code = open_read(&st, path, err), step = SQLITE_DONE;
    code = code ? code : vf_store_prepare(&st, sql, &s, err);
    code = code ? code : vf_csv_open(&w, csv, err);
    if (code == VF_OK) {
        int n = sqlite3_column_count(s);
        for (int c = 0; c < n; c++) {
            vf_csv_text(&w, sqlite3_column_name(s, c));
        }
        vf_csv_end(&w);
        while ((step = sqlite3_step(s)) == SQLITE_ROW) {
            for (int c = 0; c < n; c++) {
                put_cell(&w, s, c);
            }
            vf_csv_end(&w);
        }
        code = step == SQLITE_DONE ? VF_OK : vf_store_fail(&st, "read", err);
        if (code == VF_OK) {
            code = vf_csv_close(&w, err);
        } else {
            vf_csv_abandon(&w);
        }
    }
    sqlite3_finalize(s);
    vf_store_abandon(&st);
    return code;
}
