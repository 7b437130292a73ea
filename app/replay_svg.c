/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of a replay: small panels, one per ward and measure, all with the same days. The reported count is a dark line, the
 * simulated one orange on top (a pair that the colour-blind tell apart, and print too). */
#include <math.h>

#include "vf_replay_report.h"

enum { WIDE = 1120, LEFT = 60, PANEL = 480, GAP = 50, HIGH = 110, PITCH = 160, TOP = 70 };

struct panel {
    const struct vf_replay *r;
    size_t ward; /* n_wards: all together */
    int measure;
    double x, y, top; /* corner; the largest count shown */
};

/* NaN where a ward was not reported. */
static double value(const struct panel *p, int32_t day, bool reported) {
    const struct vf_replay *r = p->r;
    size_t from = p->ward < r->n_wards ? p->ward : 0, to = p->ward < r->n_wards ? p->ward + 1 : r->n_wards;
    double sum = 0;
    for (size_t w = from; w < to; w++) {
        const struct vf_replay_day *d = &r->day[w * (size_t)r->days + (size_t)day];
        sum += reported ? d->reported[p->measure] : d->simulated[p->measure];
    }
    return sum;
}

static double x_of(const struct panel *p, double day) {
    return p->x + PANEL * day / (p->r->days > 1 ? p->r->days - 1 : 1);
}

static void line(struct vf_text *to, const struct panel *p, bool reported) {
    bool drawing = false;
    vf_text_appendf(to, "<path class=\"%s\" d=\"", reported ? "r" : "s");
    for (int32_t k = 0; k < p->r->days; k++) {
        double v = value(p, k, reported);
        if (isnan(v)) {
            drawing = false;
            continue;
        }
        vf_text_puts(to, drawing ? "L" : "M");
        vf_text_double(to, floor(x_of(p, k) * 10 + 0.5) / 10);
        vf_text_puts(to, " ");
        vf_text_double(to, floor((p->y + HIGH * (1 - v / p->top)) * 10 + 0.5) / 10);
        drawing = true;
    }
    vf_text_puts(to, "\"/>\n");
}

static void label(struct vf_text *to, const char *class, double x, double y, const char *text) {
    vf_text_appendf(to, "<text class=\"%s\" x=\"", class);
    vf_text_double(to, floor(x));
    vf_text_puts(to, "\" y=\"");
    vf_text_double(to, floor(y));
    vf_text_puts(to, "\">");
    for (const char *c = text; *c; c++) {
        const char *as = *c == '&' ? "&amp;" : *c == '<' ? "&lt;" : NULL;
        vf_text_append(to, as ? as : c, as ? (size_t)(*c == '&' ? 5 : 4) : 1);
    }
    vf_text_puts(to, "</text>\n");
}

/* Ticks at the firsts of months: of so many that at most some twelve are named. */
static void months(struct vf_text *to, const struct panel *p) {
    int every = p->r->days / 366 + 1;
    for (int32_t k = 0; k < p->r->days; k++) {
        struct vf_date d = vf_date_from_days(p->r->from + k);
        if (d.day != 1 || (d.year * 12 + d.month - 1) % every != 0)
            continue;
        char text[16];
        (void)snprintf(text, sizeof text, "%02d-%02d", d.year % 100, d.month);
        vf_text_appendf(to, "<path class=\"g\" d=\"M%d %dv%d\"/>\n", (int)x_of(p, k), (int)p->y, HIGH);
        label(to, "t", x_of(p, k), p->y + HIGH + 13, text);
    }
}

static void panel(struct vf_text *to, struct panel *p, const char *title) {
    char text[32];
    p->top = 1;
    for (int32_t k = 0; k < p->r->days; k++) {
        p->top = fmax(p->top, value(p, k, false));
        p->top = fmax(p->top, value(p, k, true)); /* fmax passes NaN by */
    }
    vf_text_appendf(to, "<path class=\"a\" d=\"M%d %dv%dh%d\"/>\n", (int)p->x, (int)p->y, HIGH, PANEL);
    label(to, "h", p->x, p->y - 8, title);
    (void)snprintf(text, sizeof text, "%d", (int)p->top);
    label(to, "e", p->x - 6, p->y + 8, text);
    label(to, "e", p->x - 6, p->y + HIGH, "0");
    months(to, p);
    line(to, p, true);
    line(to, p, false);
}

void vf_replay_svg(const struct vf_replay *r, const struct vf_model *m, enum vf_language l,
                   struct vf_text *to) {
    int high = TOP + PITCH * (int)(r->n_wards + 1);
    vf_text_appendf(
        to,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">\n"
        "<style>path{fill:none}.a{stroke:#444}.g{stroke:#ddd}.r{stroke:#222;stroke-width:1.6}"
        ".s{stroke:#e66100;stroke-width:1.1}text{font-size:11px;fill:#222}.h{font-size:13px}"
        ".e{text-anchor:end}.t{fill:#666;text-anchor:middle}.k{font-size:16px}</style>\n"
        "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
        WIDE, high, WIDE, high);
    label(to, "k", LEFT, 24,
          VF_SAY(l, "Kl. 06 varje morgon: rapporterat och simulerat",
                 "At 06:00 every morning: reported and simulated"));
    vf_text_appendf(to, "<path class=\"r\" d=\"M%d 38h30\"/><path class=\"s\" d=\"M%d 38h30\"/>\n", LEFT,
                    LEFT + 140);
    label(to, "h", LEFT + 36, 42, VF_SAY(l, "rapporterat", "reported"));
    label(to, "h", LEFT + 176, 42, VF_SAY(l, "simulerat", "simulated"));
    for (size_t k = 0; k <= r->n_wards; k++) {
        size_t ward = k == 0 ? r->n_wards : k - 1; /* all together first */
        for (int i = 0; i < VF_REPLAY_MEASURES; i++) {
            char title[160];
            (void)snprintf(title, sizeof title, "%.100s: %s",
                           vf_replay_ward(r, m, ward, VF_SAY(l, "alla", "all")),
                           i == VF_REPLAY_OVER ? "överbelagda" : "utlokaliserade");
            struct panel p = {.r = r,
                              .ward = ward,
                              .measure = i,
                              .x = LEFT + i * (PANEL + GAP),
                              .y = TOP + PITCH * (double)k};
            panel(to, &p, title);
        }
    }
    vf_text_puts(to, "</svg>\n");
}
