/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every column of a study's store and of its tidy CSV means: the view `codebook` (made with the schema), and from
 * it codebook.csv and datapackage.json (Data Package 1.0, specs.frictionlessdata.io) for programs that read such
 * folders. Called when a store is whole. */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"
#include "vf_study_store.h"
#include "vf_study_store_sql.h"

enum { DOCUMENT_MAX = 1 << 26 };

/* Table, column, type, Swedish, English; "both" is in the view tidy and in summary. */
static const struct row {
    const char *table, *name, *type, *sv, *en;
} rows[] = {
    {"both", "point", "integer", "Punktens nummer, från 0", "Number of the point, from 0"},
    {"tidy", "scope", "string", "Vad raden gäller: region, hospital, unit eller group",
     "What the row is of: region, hospital, unit or group"},
    {"tidy", "unit", "string", "Enhet eller sjukhus; tomt = hela regionen",
     "Unit or hospital; empty = the whole region"},
    {"tidy", "patient_group", "string", "Patientgrupp; tomt = alla", "Patient group; empty = all"},
    {"tidy", "period", "string", "Del av tiden; all = hela fönstret",
     "Part of the time; all = the whole window"},
    {"tidy", "metric", "string", "Indikatorns namn", "Name of the indicator"},
    {"tidy", "measure", "string", "Måttenhet för värdena på raden",
     "Unit of measure of the values of the row"},
    {"tidy", "kpi_id", "string", "Nyckeltalets id i Kolada", "Id of the indicator in Kolada"},
    {"tidy", "lanskod", "string", "Länskod (SCB) för den region raden gäller",
     "Länskod (Statistics Sweden) of the region that the row is of"},
    {"tidy", "kommunkod", "string", "Kommunkod (SCB) för den kommun raden gäller",
     "Kommunkod (Statistics Sweden) of the kommun that the row is of"},
    {"both", "sd_year", "number", "Standardavvikelse mellan enskilda år", "Standard deviation between years"},
    {"summary", "column_id", "integer", "Kolumn i output_column", "Column in output_column"},
    {"both", "n", "integer", "Körningar med ett värde", "Replications with a value"},
    {"both", "mean", "number", "Medelvärde över körningarna", "Mean over the replications"},
    {"both", "sd", "number", "Standardavvikelse mellan körningar", "Standard deviation between replications"},
    {"both", "ci_low", "number", "95 % konfidensintervall för medelvärdet, nedre",
     "95 % confidence interval of the mean, lower end"},
    {"both", "ci_high", "number", "95 % konfidensintervall för medelvärdet, övre",
     "95 % confidence interval of the mean, upper end"},
    {"both", "pi_low", "number", "95 % prediktionsintervall för ett år, nedre",
     "95 % prediction interval of one year, lower end"},
    {"both", "pi_high", "number", "95 % prediktionsintervall för ett år, övre",
     "95 % prediction interval of one year, upper end"},
    {"both", "p05", "number", "5:e percentilen över körningarna", "5th percentile over the replications"},
    {"both", "p50", "number", "Median över körningarna", "Median over the replications"},
    {"both", "p95", "number", "95:e percentilen över körningarna", "95th percentile over the replications"},
#define PLACE(table)                                                                                   \
    {table, "scope", "string", "Vad raden gäller: region, hospital, unit eller group",                 \
     "What the row is of: region, hospital, unit or group"},                                           \
        {table, "unit", "string", "Enhet eller sjukhus; tomt = hela regionen",                         \
         "Unit or hospital; empty = the whole region"},                                                \
        {table, "patient_group", "string", "Patientgrupp; tomt = alla", "Patient group; empty = all"}, \
        {table, "metric", "string", "Indikatorns namn", "Name of the indicator"}, {                    \
        table, "measure", "string", "Måttenhet för indikatorn", "Unit of measure of the indicator"     \
    }
    PLACE("sensitivity"),
    {"sensitivity", "axis", "string", "Axeln", "The axis"},
    {"sensitivity", "sensitivity", "string",
     "mu_star, mu, sigma, noise: elementareffekter, i måttenheten per hela axelns område; first_order, "
     "total: "
     "andel av variansen",
     "mu_star, mu, sigma, noise: elementary effects, in the unit of measure per whole range of the axis; "
     "first_order, total: share of the variance"},
    {"sensitivity", "value", "number", "Värdet", "The value"},
    {"sensitivity", "ci_low", "number", "95 % konfidensintervall, nedre",
     "95 % confidence interval, lower end"},
    {"sensitivity", "ci_high", "number", "95 % konfidensintervall, övre",
     "95 % confidence interval, upper end"},
    {"sensitivity", "samples", "integer", "Banor eller grundpunkter som hade alla värden",
     "Trajectories or base points that had every value"},
    PLACE("uncertainty"),
    {"uncertainty", "points", "integer", "Dragningar av parametrarna", "Draws of the parameters"},
    {"uncertainty", "replications", "integer", "Körningar per dragning", "Replications per draw"},
    {"uncertainty", "mean", "number", "Medelvärde över parametrar och slump",
     "Mean over parameters and chance"},
    {"uncertainty", "ci_low", "number", "95 % konfidensintervall för medelvärdet, nedre",
     "95 % confidence interval of the mean, lower end"},
    {"uncertainty", "ci_high", "number", "95 % konfidensintervall för medelvärdet, övre",
     "95 % confidence interval of the mean, upper end"},
    {"uncertainty", "sd_parameter", "number", "Standardavvikelse mellan parametrar, slumpen fråndragen",
     "Standard deviation between parameters, chance subtracted"},
    {"uncertainty", "sd_parameter_low", "number", "Dess 95 % konfidensintervall, nedre",
     "Its 95 % confidence interval, lower end"},
    {"uncertainty", "sd_parameter_high", "number", "Dess 95 % konfidensintervall, övre",
     "Its 95 % confidence interval, upper end"},
    {"uncertainty", "sd_year", "number", "Standardavvikelse mellan enskilda år med kända parametrar",
     "Standard deviation between years with known parameters"},
    {"uncertainty", "sd_year_low", "number", "Dess 95 % konfidensintervall, nedre",
     "Its 95 % confidence interval, lower end"},
    {"uncertainty", "sd_year_high", "number", "Dess 95 % konfidensintervall, övre",
     "Its 95 % confidence interval, upper end"},
    {"uncertainty", "share_parameter", "number", "Parametrarnas andel av ett års varians",
     "Share of the variance of one year that is due to the parameters"},
    {"uncertainty", "parameter_low", "number",
     "Där det väntade året ligger med 95 % sannolikhet (parametrarna), nedre",
     "Where the expected year lies with 95 % probability (parameters), lower end"},
    {"uncertainty", "parameter_high", "number", "Detsamma, övre", "The same, upper end"},
    {"uncertainty", "year_low", "number",
     "Där ett år med de väntade parametrarna ligger med 95 % sannolikhet (slumpen), nedre",
     "Where a year with the expected parameters lies with 95 % probability (chance), lower end"},
    {"uncertainty", "year_high", "number", "Detsamma, övre", "The same, upper end"},
    {"uncertainty", "pi_low", "number", "Där ett enskilt år ligger med 95 % sannolikhet (båda), nedre",
     "Where one year lies with 95 % probability (both), lower end"},
    {"uncertainty", "pi_high", "number", "Detsamma, övre", "The same, upper end"},
    {"trial", "point", "integer", "Punktens nummer, från 0", "Number of the point, from 0"},
    {"trial", "replication", "integer", "Körningens nummer inom punkten, från 0",
     "Number within the point, from 0"},
    {"trial", "status", "string", "done eller failed", "done or failed"},
    {"trial", "events", "integer", "Händelser; 0 när körningen misslyckades",
     "Events; 0 when the replication failed"},
    {"trial", "reason", "string", "Varför körningen misslyckades eller slutade i förtid",
     "Why the replication failed or ended early"},
    {"point", "id", "integer", "Punktens nummer, från 0", "Number of the point, from 0"},
    {"metric", "id", "integer", "Nyckel", "Key"},
    {"metric", "name", "string", "Indikatorns namn", "Name of the indicator"},
    {"metric", "unit", "string", "Måttenhet", "Unit of measure"},
    {"metric", "sv", "string", "Vad den heter på svenska", "What it is called in Swedish"},
    {"metric", "en", "string", "Vad den heter på engelska", "What it is called in English"},
    {"metric", "definition", "string", "Definition", "Definition"},
    {"metric", "kpi_id", "string", "Nyckeltalets id i Kolada", "Id of the indicator in Kolada"},
    {"output_column", "id", "integer", "Nyckel", "Key"},
    {"output_column", "name", "string", "Kolumnens namn i trial", "Name of the column in trial"},
    {"output_column", "scope", "string", "Vad den gäller", "What it is of"},
    {"output_column", "unit", "string", "Enhet; tomt = hela regionen", "Unit; empty = the whole region"},
    {"output_column", "patient_group", "string", "Patientgrupp; tomt = alla", "Patient group; empty = all"},
    {"output_column", "period", "string", "Del av tiden; all = hela fönstret",
     "Part of the time; all = the whole window"},
    {"output_column", "metric", "integer", "Rad i metric", "Row in metric"},
    {"output_column", "lanskod", "string", "Länskod (SCB)", "Länskod (Statistics Sweden)"},
    {"output_column", "kommunkod", "string", "Kommunkod (SCB)", "Kommunkod (Statistics Sweden)"},
    {"meta", "key", "string", "Uppgift om studien", "What is said of the study"},
    {"meta", "value", "string", "Dess värde", "Its value"},
    {"shard", "key", "string", "Uppgift om delen", "What is said of the part"},
    {"shard", "value", "string", "Dess värde", "Its value"},
    {"codebook", "tab", "string", "Tabell eller vy", "Table or view"},
    {"codebook", "name", "string", "Kolumn", "Column"},
    {"codebook", "type", "string", "Typ: integer, number, string, any", "Type: integer, number, string, any"},
    {"codebook", "measure", "string", "Måttenhet", "Unit of measure"},
    {"codebook", "sv", "string", "Vad kolumnen är, på svenska", "What the column is, in Swedish"},
    {"codebook", "en", "string", "Vad kolumnen är, på engelska", "What the column is, in English"},
    {"codebook", "kpi_id", "string", "Nyckeltalets id i Kolada", "Id of the indicator in Kolada"},
};

static void put_row(struct vf_text *to, const struct row *r, const char *table) {
    vf_text_appendf(to, "('%s','%s','%s','','%s','%s',NULL)", table, r->name, r->type, r->sv, r->en);
}

void vf_study_sql_codebook(struct vf_text *to) {
    vf_text_puts(to,
                 "CREATE VIEW codebook(tab, name, type, measure, sv, en, kpi_id) AS SELECT * FROM (VALUES");
    for (const struct row *r = rows; r < rows + sizeof rows / sizeof *rows; r++) {
        bool both = strcmp(r->table, "both") == 0;
        vf_text_puts(to, r == rows ? "" : ",");
        put_row(to, r, both ? "tidy" : r->table);
        if (both) {
            vf_text_puts(to, ",");
            put_row(to, r, "summary");
        }
        if (strcmp(r->table, "trial") == 0) {
            vf_text_puts(to, ",");
            put_row(to, r, "trial_point");
        }
    }
    vf_text_puts(
        to, ") UNION ALL SELECT t.column1, c.name, 'number', m.unit, m.sv, m.en, m.kpi_id"
            "  FROM (VALUES('trial'),('trial_point')) t, output_column c JOIN metric m ON m.id = c.metric "
            "UNION ALL SELECT t.column1, a.key, 'any', '', 'Axel: ' || a.value, 'Axis: ' || a.value, NULL"
            "  FROM (VALUES('point'),('tidy'),('trial_point')) t, meta, json_each(meta.value, '$.axes') a"
            "  WHERE meta.key = 'study';");
}

static void put_file(struct vf_json_writer *w, const char *name, const char *path, const char *type) {
    vf_json_begin_object(w);
    vf_json_key_string(w, "name", name);
    vf_json_key_string(w, "path", path);
    vf_json_key_string(w, "mediatype", type);
    vf_json_key_string(w, "encoding", "utf-8");
}

/* The columns of a view as the file has them; of a table that is no view, as the codebook has them. */
static int put_fields(struct vf_json_writer *w, struct vf_store *st, const char *view, struct vf_error *err) {
    sqlite3_stmt *s = NULL;
    int code = vf_store_prepare(
        st,
        "SELECT i.name, coalesce(c.type, 'string'), coalesce(c.en, '') FROM pragma_table_info(?1) i"
        " LEFT JOIN codebook c ON c.tab = ?1 AND c.name = i.name "
        "UNION ALL SELECT name, type, en FROM codebook WHERE tab = ?1"
        " AND NOT EXISTS (SELECT 1 FROM pragma_table_info(?1))",
        &s, err);
    vf_json_key(w, "schema");
    vf_json_begin_object(w);
    vf_json_key(w, "fields");
    vf_json_begin_array(w);
    if (code == VF_OK) {
        sqlite3_bind_text(s, 1, view, -1, SQLITE_STATIC);
        while (sqlite3_step(s) == SQLITE_ROW) {
            static const char *const keys[] = {"name", "type", "description"};
            vf_json_begin_object(w);
            for (int c = 0; c < 3; c++) {
                const char *text = (const char *)sqlite3_column_text(s, c);
                if (*text) {
                    vf_json_key_string(w, keys[c], text);
                }
            }
            vf_json_end_object(w);
        }
    }
    vf_json_end_array(w);
    vf_json_end_object(w);
    vf_json_end_object(w);
    sqlite3_finalize(s);
    return code;
}

int vf_study_store_datapackage(const char *path, const char *const *analyses, const char *json,
                               struct vf_error *err) {
    struct vf_store st = {.path = vf_xstrdup(path)};
    struct vf_json_writer w;
    struct vf_text text;
    char *partial = NULL;
    int code = sqlite3_open_v2(path, &st.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
                   ? VF_OK
                   : vf_store_fail(&st, "open", err);
    vf_text_init(&text, DOCUMENT_MAX);
    vf_json_writer_init(&w, &text, 1);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "profile", "data-package");
    vf_json_key_string(&w, "name", "vardflode-study");
    code =
        code ? code : vf_study_store_ask(&st, "SELECT value FROM meta WHERE key = 'partial'", &partial, err);
    if (partial) {
        vf_json_key_string(&w, "partial", partial);
    }
    free(partial);
    vf_json_key(&w, "resources");
    vf_json_begin_array(&w);
    put_file(&w, "summary", "summary.csv", "text/csv");
    code = code ? code : put_fields(&w, &st, "tidy", err);
    put_file(&w, "codebook", "codebook.csv", "text/csv");
    code = code ? code : put_fields(&w, &st, "codebook", err);
    for (; *analyses != NULL; analyses++) {
        char file[64];
        (void)snprintf(file, sizeof file, "%.50s.csv", *analyses);
        put_file(&w, *analyses, file, "text/csv");
        code = code ? code : put_fields(&w, &st, *analyses, err);
    }
    put_file(&w, "results", "results.sqlite", "application/vnd.sqlite3");
    vf_json_end_object(&w);
    vf_json_end_array(&w);
    vf_json_end_object(&w);
    vf_text_puts(&text, "\n");
    code = code ? code : vf_write_file_atomic(json, text.data, text.size, err);
    vf_text_fini(&text);
    vf_store_abandon(&st);
    return code;
}
