/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode import FILE: an own extract of vardtillfallen, and a daily file of vardplatser, into a fragment of a config; with a
 * summary of what was read, what was left out and why. Counts below the smallest cell are never shown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_command.h"
#include "vf_import.h"
#include "vf_json.h"
#include "vf_table.h"

static void count(struct vf_table *t, const struct vf_call *call, int64_t n) {
    if (n == VF_IMPORT_FEW)
        vf_table_text(t, VF_SAY(call->language, "färre än minsta cell", "below the smallest cell"));
    else
        vf_table_count(t, n);
}

static void row(struct vf_table *t, const struct vf_call *call, struct vf_phrase what, int64_t n) {
    if (n == 0)
        return;
    vf_table_text(t, vf_say(call->language, what));
    count(t, call, n);
}

static const struct vf_phrase reasons[VF_DROP_N] = {
    [VF_DROP_BAD] = VF_PHRASE("fel i raden (--skip-bad)", "a problem in the row (--skip-bad)"),
    [VF_DROP_OUTSIDE] = VF_PHRASE("utanför perioden", "outside the period"),
    [VF_DROP_DUPLICATE] = VF_PHRASE("dubblett", "duplicate"),
    [VF_DROP_INSIDE] = VF_PHRASE("ryms i ett annat vårdtillfälle", "inside another vårdtillfälle"),
    [VF_DROP_SMALL] = VF_PHRASE("klinik med för få patienter", "klinik with too few patients"),
};

static void print_rows(const struct vf_call *call, const struct vf_import_report *r, FILE *to) {
    const struct vf_table_column columns[] = {{VF_SAY(call->language, "Rader", "Rows"), VF_LEFT},
                                              {VF_SAY(call->language, "Antal", "Number"), VF_RIGHT}};
    struct vf_table *t = vf_table_new(call->language, columns, 2);
    row(t, call,
        r->used == VF_IMPORT_FEW ? (struct vf_phrase)VF_PHRASE("lästa, tiotal", "read, in tens")
                                 : (struct vf_phrase)VF_PHRASE("lästa", "read"),
        r->rows);
    for (int k = 0; k < VF_DROP_N; k++)
        row(t, call, reasons[k], r->dropped[k]);
    row(t, call, (struct vf_phrase)VF_PHRASE("utelämnade av andra skäl", "left out for other reasons"),
        r->other);
    if (r->used != VF_IMPORT_FEW)
        row(t, call, (struct vf_phrase)VF_PHRASE("använda", "used"), r->used);
    row(t, call, (struct vf_phrase)VF_PHRASE("dygnsfilen: lästa", "daily file: read"), r->day_rows);
    row(t, call, (struct vf_phrase)VF_PHRASE("dygnsfilen: utelämnade", "daily file: left out"),
        r->day_dropped);
    vf_table_print(t, to, false);
    vf_table_free(t);
}

static void print_kliniker(const struct vf_call *call, const struct vf_import_report *r, FILE *to) {
    const struct vf_table_column columns[] = {
        {"Klinik", VF_LEFT},
        {VF_SAY(call->language, "Vårdtillfällen", "Stays"), VF_RIGHT},
        {VF_SAY(call->language, "In/dygn", "In/d"), VF_RIGHT},
        {VF_SAY(call->language, "Medelvårdtid", "Mean nights"), VF_RIGHT},
        {VF_SAY(call->language, "Inneliggande", "In care"), VF_RIGHT},
        {"Disponibla", VF_RIGHT},
        {VF_SAY(call->language, "Öb/100", "Over/100"), VF_RIGHT},
        {VF_SAY(call->language, "Ul/100", "Out/100"), VF_RIGHT}};
    struct vf_table *t = vf_table_new(call->language, columns, 8);
    for (size_t k = 0; k < r->n_kliniker; k++) {
        const struct vf_import_klinik *x = &r->klinik[k];
        vf_table_text(t, x->name);
        vf_table_count(t, x->stays);
        vf_table_real(t, x->per_day, 2);
        vf_table_real(t, x->mean_nights, 2);
        vf_table_real(t, x->occupancy, 1);
        vf_table_real(t, x->disponibla, 1);
        vf_table_real(t, x->overbelaggningar, 1);
        vf_table_real(t, x->utlokaliserade, 1);
    }
    vf_table_print(t, to, false);
    vf_table_free(t);
}

static void print_summary(const struct vf_call *call, const struct vf_import_report *r, FILE *to) {
    struct vf_date a = vf_date_from_days(r->from), b = vf_date_from_days(r->to);
    char share[VF_PEOPLE_NUMBER];
    print_rows(call, r, to);
    (void)fputc('\n', to);
    print_kliniker(call, r, to);
    vf_people_real(share, call->language, 100 * r->readmission, 1);
    (void)fprintf(to,
                  VF_SAY(call->language,
                         "\n%04d-%02d-%02d till %04d-%02d-%02d; återinskrivna %s %%\n%zu grupper, %zu "
                         "fördelningar, %zu profiler\n",
                         "\n%04d-%02d-%02d to %04d-%02d-%02d; readmitted %s %%\n%zu groups, %zu "
                         "distributions, %zu profiles\n"),
                  a.year, a.month, a.day, b.year, b.month, b.day, share, r->n_groups, r->n_distributions,
                  r->n_profiles);
    char few[32];
    (void)snprintf(few, sizeof few, "%lld", (long long)r->beyond);
    if (r->beyond != 0)
        (void)fprintf(to,
                      VF_SAY(call->language,
                             "%s vårdtillfällen slutar efter perioden: alla deras dygn räknas\n",
                             "%s stays end after the period: all their nights count\n"),
                      r->beyond == VF_IMPORT_FEW ? VF_SAY(call->language, "Några få", "A few") : few);
}

static int read_files(struct vf_call *call, struct vf_extract_map *map, struct vf_extract *x,
                      struct vf_error *err) {
    bool skip = vf_option_given(&call->options, "skip-bad");
    const char *days = vf_option_text(&call->options, "days", NULL);
    struct vf_error told = VF_ERROR_INIT;
    int code = vf_extract_stays(map, call->options.operands[0], skip, x, &told);
    int more = days ? vf_extract_days(map, days, skip, x, &told) : VF_OK;
    code = code ? code : more;
    if (code == VF_OK && told.n > 0 && !call->quiet)
        vf_error_print(&told, call->messages);
    for (size_t i = 0; code != VF_OK && i < told.n; i++)
        (void)vf_error_add(err, code, &told.items[i]);
    err->more += code != VF_OK ? told.more : 0;
    vf_error_fini(&told);
    return code;
}

static int deliver(const struct vf_call *call, const struct vf_text *fragment,
                   const struct vf_import_report *report, struct vf_error *err) {
    const char *path = vf_option_text(&call->options, "out", NULL);
    if (fragment->full)
        return vf_error_set(err, VF_E_CONFIG, "%s",
                            VF_SAY(call->language, "fragmentet blir för stort: slå ihop kliniker i kartan",
                                   "the fragment is too large: put kliniker together in the map"));
    int code = path ? vf_write_file_atomic(path, fragment->data, fragment->size, err) : VF_OK;
    if (!path)
        (void)fputs(fragment->data, call->out);
    if (code == VF_OK && (path || !call->quiet))
        print_summary(call, report, path ? call->out : call->messages);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    static const char *const laws[] = {"histogram", "lognormal", "gamma", "best"};
    const char *path = vf_option_text(&call->options, "map", NULL),
               *law = vf_option_text(&call->options, "stays", laws[0]);
    struct vf_import_options options = {.law = VF_IMPORT_HISTOGRAM,
                                        .with_run = vf_option_given(&call->options, "run")};
    struct vf_extract_map map;
    struct vf_extract x = {.rows = 0};
    struct vf_import_report report = {.rows = 0};
    struct vf_text fragment;
    if (!path)
        return vf_error_set(err, VF_E_USAGE, "%s",
                            VF_SAY(call->language,
                                   "--map FILE behövs: filen som säger vilken kolumn som är vad",
                                   "--map FILE is needed: the file that says which column is what"));
    for (int k = 0; k < VF_IMPORT_LAWS; k++)
        options.law = strcmp(laws[k], law) == 0 ? (enum vf_import_law)k : options.law;
    vf_text_init(&fragment, VF_JSON_BYTES_MAX);
    int code = vf_extract_map_read(path, &map, err);
    code = code ? code : read_files(call, &map, &x, err);
    code = code ? code : vf_import(&map, &x, &options, &fragment, &report, err);
    code = code ? code : deliver(call, &fragment, &report, err);
    vf_import_report_fini(&report);
    vf_extract_fini(&x);
    vf_extract_map_fini(&map);
    vf_text_fini(&fragment);
    return code;
}

static const struct vf_option options[] = {
    {.name = "map",
     .letter = 'm',
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("kartan: JSON-fil som säger vilken kolumn som är vad",
                       "the map: a JSON file that says which column is what")},
    {.name = "days",
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("dygnsfil med disponibla vårdplatser per avdelning",
                       "daily file of staffed beds by ward")},
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("hit skrivs fragmentet (annars till standard ut)",
                       "where the fragment is written (else standard output)")},
    {.name = "stays",
     .kind = VF_OPTION_CHOICE,
     .value = "LAW",
     .choices = "histogram|lognormal|gamma|best",
     .help = VF_PHRASE("vårdtidernas form: klasser (förval), anpassad, eller den bättre av de två anpassade",
                       "form of vårdtid: classes (default), fitted, or the better of the two fitted ones")},
    {.name = "run",
     .help = VF_PHRASE("skriv också en körning över utdragets period, så att fragmentet kan köras som det är",
                       "write a run over the extract's period too, so that the fragment runs as it is")},
    {.name = "skip-bad",
     .help = VF_PHRASE("utelämna rader med fel i stället för att avbryta",
                       "leave out rows with problems instead of stopping")},
    VF_OPTION_END,
};

const struct vf_command vf_cmd_import = {
    .name = "import",
    .summary = VF_PHRASE("gör ett eget utdrag till en del av en konfiguration",
                         "turn an own extract into part of a config"),
    .about = VF_PHRASE(
        "Läser vårdtillfällen (CSV, en rad per vårdtillfälle, som ur Patientregistret) och gärna en dygnsfil "
        "med "
        "vårdplatser, och skriver ett fragment som en konfiguration kan bygga på (extends) eller få över sig "
        "(--patch): ankomster med timme, veckodag och månad, vårdtider, flyttar mellan kliniker, "
        "återinskrivning, tid från utskrivningsklar till utskrivning per kommun, och kalendern över "
        "disponibla vårdplatser. Inget som skrivs står för färre än fem personer eller vårdtillfällen, och "
        "inga rader sparas.\n\n"
        "Fel i filerna berättas alla på en gång, med rad och kolumn. docs/OWN_DATA.md beskriver kartan.",
        "Reads vårdtillfällen (CSV, a row each, as from Patientregistret) and preferably a daily file of "
        "vårdplatser, and writes a fragment that a config can build on (extends) or have laid over it "
        "(--patch): arrivals with hour, weekday and month, vårdtid, moves between kliniker, readmission, "
        "time from utskrivningsklar to discharge by kommun, and the calendar of disponibla vårdplatser. "
        "Nothing that is written stands for fewer than five persons or vårdtillfällen, and no row is "
        "kept.\n\n"
        "Problems of the files are told all at once, with line and column. docs/OWN_DATA.md describes the "
        "map."),
    .operand = {.name = "FILE", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples =
        {{"vardflode import configs/exempel/utdrag/vardtillfallen.csv --map "
          "configs/exempel/utdrag/karta.json "
          "--days configs/exempel/utdrag/dygn.csv --run -o fragment.json && vardflode check fragment.json",
          VF_PHRASE("ett påhittat utdrag", "an invented extract")}},
    .run = run,
};
