/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A patient's events as CSV rows or as a trace of XES: see vf_export.h. The columns are those that process-mining tools
 * look for; what belongs to the patient begins with "case:". XES after IEEE Std 1849-2016: extensions, globals, classifiers
 * and attributes of the log come first, in this order, then the traces; of a trace, attributes, then events. Times are the
 * simulated region's own, without a zone. */
#include <inttypes.h>
#include <string.h>

#include "vf_export.h"

/* The text of a CSV field. */
struct unquoted {
    const char *at, *end;
    bool quoted;
};
static struct unquoted open_field(struct vf_slice s) {
    bool quoted = s.size > 1 && s.text[0] == '"';
    return (struct unquoted){s.text + quoted, s.text + s.size - quoted, quoted};
}
static int next_char(struct unquoted *u) {
    if (u->at >= u->end)
        return -1;
    u->at += u->quoted && *u->at == '"';
    return (unsigned char)*u->at++;
}

/* A field as XML; control characters, which XML 1.0 cannot hold, become blanks. */
static void put_xml(FILE *to, struct vf_slice s) {
    struct unquoted u = open_field(s);
    for (int c = next_char(&u); c >= 0; c = next_char(&u)) {
        switch (c) {
        case '&': (void)fputs("&amp;", to); break;
        case '<': (void)fputs("&lt;", to); break;
        case '>': (void)fputs("&gt;", to); break;
        case '"': (void)fputs("&quot;", to); break;
        default: (void)putc(c < ' ' ? ' ' : c, to);
        }
    }
}

static struct vf_slice slice(const char *text) { return (struct vf_slice){text, strlen(text)}; }

static struct vf_slice activity(const struct vf_log_line *line) {
    return line->word->activity ? slice(line->word->activity) : line->field[VF_LOG_F_ACTIVITY];
}

static void put(FILE *to, struct vf_slice s) { (void)fwrite(s.text, 1, s.size, to); }

static void csv_case(FILE *to, const struct vf_export_case *c) {
    for (size_t k = 0; k < c->n; k++) {
        const struct vf_log_line *line = &c->line[k];
        const struct vf_slice cells[] = {line->field[VF_LOG_F_CASE],
                                         activity(line),
                                         line->field[VF_LOG_F_TIME],
                                         slice(line->word->transition),
                                         line->field[VF_LOG_F_RESOURCE],
                                         line->field[VF_LOG_F_GROUP],
                                         line->field[VF_LOG_F_LIFE],
                                         line->field[VF_LOG_F_SCENARIO],
                                         line->field[VF_LOG_F_REPLICATION],
                                         slice(c->unfinished ? "true" : "false"),
                                         slice(c->began_before ? "true" : "false")};
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
            if (i > 0)
                (void)putc(',', to);
            put(to, cells[i]);
        }
        (void)fprintf(to, ",%" PRIu64 "\n", line->patient);
    }
}

static void attribute(FILE *to, const char *indent, const char *type, const char *key,
                      struct vf_slice value) {
    (void)fprintf(to, "%s<%s key=\"%s\" value=\"", indent, type, key);
    put_xml(to, value);
    (void)fputs("\"/>\n", to);
}

static bool same(struct vf_slice a, struct vf_slice b) {
    return a.size == b.size && memcmp(a.text, b.text, a.size) == 0;
}

static void xes_case(FILE *to, const struct vf_export_case *c) {
    const struct vf_log_line *first = &c->line[0];
    struct vf_slice group = first->field[VF_LOG_F_GROUP];
    char patient[24];
    (void)snprintf(patient, sizeof patient, "%" PRIu64, first->patient);
    (void)fputs("  <trace>\n", to);
    attribute(to, "    ", "string", "concept:name", first->field[VF_LOG_F_CASE]);
    attribute(to, "    ", "string", "patient", slice(patient));
    attribute(to, "    ", "string", "group", group);
    attribute(to, "    ", "string", "scenario", first->field[VF_LOG_F_SCENARIO]);
    attribute(to, "    ", "int", "replication", first->field[VF_LOG_F_REPLICATION]);
    attribute(to, "    ", "boolean", "unfinished", slice(c->unfinished ? "true" : "false"));
    attribute(to, "    ", "boolean", "began_before", slice(c->began_before ? "true" : "false"));
    for (size_t k = 0; k < c->n; k++) {
        const struct vf_log_line *line = &c->line[k];
        (void)fputs("    <event>\n", to);
        attribute(to, "      ", "string", "concept:name", activity(line));
        attribute(to, "      ", "string", "lifecycle:transition", slice(line->word->transition));
        attribute(to, "      ", "date", "time:timestamp", line->field[VF_LOG_F_TIME]);
        attribute(to, "      ", "string", "life", line->field[VF_LOG_F_LIFE]);
        if (line->field[VF_LOG_F_RESOURCE].size > 0)
            attribute(to, "      ", "string", "org:resource", line->field[VF_LOG_F_RESOURCE]);
        if (!same(line->field[VF_LOG_F_GROUP], group))
            attribute(to, "      ", "string", "group", line->field[VF_LOG_F_GROUP]);
        (void)fputs("    </event>\n", to);
    }
    (void)fputs("  </trace>\n", to);
}

static void xes_head(FILE *to, const char *log) {
    static const char *const extensions[][2] = {
        {"Concept", "concept"}, {"Lifecycle", "lifecycle"}, {"Organizational", "org"}, {"Time", "time"}};
    (void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<log xes.version=\"1849.2016\" xes.features=\"\">\n",
                to);
    for (size_t k = 0; k < sizeof extensions / sizeof *extensions; k++)
        (void)fprintf(
            to, "  <extension name=\"%s\" prefix=\"%s\" uri=\"http://www.xes-standard.org/%s.xesext\"/>\n",
            extensions[k][0], extensions[k][1], extensions[k][1]);
    (void)fputs("  <global scope=\"trace\">\n"
                "    <string key=\"concept:name\" value=\"\"/>\n"
                "    <string key=\"patient\" value=\"\"/>\n"
                "    <string key=\"group\" value=\"\"/>\n"
                "    <string key=\"scenario\" value=\"\"/>\n"
                "    <int key=\"replication\" value=\"0\"/>\n"
                "    <boolean key=\"unfinished\" value=\"false\"/>\n"
                "    <boolean key=\"began_before\" value=\"false\"/>\n"
                "  </global>\n"
                "  <global scope=\"event\">\n"
                "    <string key=\"concept:name\" value=\"\"/>\n"
                "    <string key=\"lifecycle:transition\" value=\"unknown\"/>\n"
                "    <date key=\"time:timestamp\" value=\"1970-01-01T00:00:00.000\"/>\n"
                "    <string key=\"life\" value=\"\"/>\n"
                "  </global>\n"
                "  <classifier name=\"Unit\" scope=\"event\" keys=\"concept:name\"/>\n"
                "  <classifier name=\"UnitAndTransition\" scope=\"event\" "
                "keys=\"concept:name lifecycle:transition\"/>\n"
                "  <classifier name=\"UnitAndEvent\" scope=\"event\" keys=\"concept:name life\"/>\n",
                to);
    attribute(to, "  ", "string", "concept:name", slice(log));
    attribute(to, "  ", "string", "lifecycle:model", slice("standard"));
}

void vf_export_head(FILE *to, enum vf_export_format format, const char *log) {
    if (format == VF_EXPORT_XES)
        xes_head(to, log);
    else
        (void)fputs(
            "case:concept:name,concept:name,time:timestamp,lifecycle:transition,org:resource,group,life,"
            "case:scenario,case:replication,case:unfinished,case:began_before,case:patient\n",
            to);
}

void vf_export_case(FILE *to, enum vf_export_format format, const struct vf_export_case *c) {
    if (format == VF_EXPORT_XES)
        xes_case(to, c);
    else
        csv_case(to, c);
}

void vf_export_foot(FILE *to, enum vf_export_format format) {
    if (format == VF_EXPORT_XES)
        (void)fputs("</log>\n", to);
}
