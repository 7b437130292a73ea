/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables: PROFILE, a number or rate that follows the calendar. Three readings of one table: the base
 * and what replaces it are bare numbers (beds, servers, factors), rates, or either (named profiles). */
#include "vf_shapes.h"

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday",    NULL};

static const struct vf_object season = {
    .name = "season",
    .sv = "Årligen återkommande tid.",
    .en = "A time of every year.",
    .example = "{\"from\": \"06-24\", \"to\": \"08-18\", \"factor\": 0.85}",
    FIELDS({.key = "from",
            .shape = SHAPE(.kind = VF_SHAPE_MONTHDAY),
            .required = VF_REQUIRED,
            .sv = "Första dag.",
            .en = "First day."},
           {.key = "to",
            .shape = SHAPE(.kind = VF_SHAPE_MONTHDAY),
            .required = VF_REQUIRED,
            .sv = "Sista dag (får gå över nyår).",
            .en = "Last day (may pass New Year)."},
           {.key = "factor", .shape = AT_LEAST_0, .required = VF_REQUIRED, .sv = "Faktor.", .en = "Factor."}),
};
static const struct vf_object weeks = {
    .name = "weeks",
    .sv = "ISO-veckor varje år.",
    .en = "ISO weeks of every year.",
    .example = "{\"from\": 26, \"to\": 33, \"factor\": 0.85}",
    FIELDS({.key = "from",
            .shape = INTEGER(1, 53),
            .required = VF_REQUIRED,
            .sv = "Första vecka.",
            .en = "First week."},
           {.key = "to",
            .shape = INTEGER(1, 53),
            .required = VF_REQUIRED,
            .sv = "Sista vecka (får gå över nyår).",
            .en = "Last week (may pass New Year)."},
           {.key = "factor", .shape = AT_LEAST_0, .required = VF_REQUIRED, .sv = "Faktor.", .en = "Factor."}),
};
static const struct vf_object period = {
    .name = "period",
    .sv = "En tid som kommer en gång, med första och sista dag.",
    .en = "A time that comes once, with its first and last day.",
    .example = "{\"from\": \"2026-01-05\", \"to\": \"2026-03-01\", \"factor\": 1.3}",
    FIELDS({.key = "from", .shape = DATE, .required = VF_REQUIRED, .sv = "Första dag.", .en = "First day."},
           {.key = "to",
            .shape = DATE,
            .sv = "Sista dag (annars för gott).",
            .en = "Last day (otherwise for good)."},
           {.key = "factor", .shape = AT_LEAST_0, .required = VF_REQUIRED, .sv = "Faktor.", .en = "Factor."}),
};
static const struct vf_object sinusoid = {
    .name = "sinusoid",
    .sv = "Lägger till basvärdet × amplituden × sin(2π (t − fasen) / perioden).",
    .en = "Adds base × amplitude × sin(2π (t − phase) / period).",
    .example = "{\"period\": \"365 d\", \"amplitude\": 0.1, \"phase\": \"30 d\"}",
    FIELDS({.key = "period",
            .shape = DURATION_ABOVE_0,
            .required = VF_REQUIRED,
            .sv = "Period.",
            .en = "Period."},
           {.key = "amplitude",
            .shape = NUMBER(-1, 1),
            .required = VF_REQUIRED,
            .sv = "Amplitud: andel av basen.",
            .en = "Amplitude: share of the base."},
           {.key = "phase",
            .shape = DURATION,
            .fallback = "0",
            .sv = "Fas: uppåt genom noll vid denna tid.",
            .en = "Phase: rises through zero at this time."}),
};
const struct vf_object vf_object_holiday = {
    .name = "holiday",
    .sv = "Helgdagar (röda dagar samt jul-, midsommar- och nyårsafton).",
    .en = "Public holidays (with the eves of Christmas, Midsummer and New Year).",
    .example = "{\"as\": \"sunday\"}",
    FIELDS({.key = "as",
            .shape = WORDS(weekdays),
            .sv = "Räknas som denna veckodag.",
            .en = "Counts as this weekday."},
           {.key = "factor", .shape = AT_LEAST_0, .fallback = "1", .sv = "Faktor.", .en = "Factor."}),
};
const struct vf_object vf_object_clock = {
    .name = "clock",
    .sv = "Öppettider: faktor 1 inom hela timmar, annars 0.",
    .en = "Opening hours: factor 1 within whole hours, else 0.",
    .example = "{\"from\": \"08:00\", \"to\": \"17:00\", \"weekdays\": [1, 1, 1, 1, 1, 0, 0]}",
    FIELDS({.key = "from",
            .shape = CLOCK,
            .required = VF_REQUIRED,
            .sv = "Från, hel timme.",
            .en = "From, a whole hour."},
           {.key = "to",
            .shape = CLOCK,
            .required = VF_REQUIRED,
            .sv = "Till, hel timme (får gå över midnatt).",
            .en = "To, a whole hour (may pass midnight)."},
           {.key = "weekdays",
            .shape = LIST(AT_LEAST_0, 7, 7),
            .sv = "Faktor måndag–söndag.",
            .en = "Factor Monday to Sunday."}),
};

/* The steps of a cycle and the profile itself, for one shape of values. */
#define CYCLE(reading, value)                                                                  \
    (&(const struct vf_object){                                                                \
        .name = "cycle" reading,                                                               \
        .sv = "Steg över en cykel, räknad från körningens start.",                             \
        .en = "Steps over a cycle counted from the start of the run.",                         \
        .example = "{\"period\": \"24 h\", \"steps\": {\"0 h\": 3, \"8 h\": 6, \"20 h\": 3}}", \
        FIELDS({.key = "period",                                                               \
                .shape = DURATION_ABOVE_0,                                                     \
                .required = VF_REQUIRED,                                                       \
                .sv = "Period.",                                                               \
                .en = "Period."},                                                              \
               {.key = "steps",                                                                \
                .shape = SHAPE(S_MAP(DURATION, value), .n_min = 1),                            \
                .required = VF_REQUIRED,                                                       \
                .sv = "Tid i cykeln: värde som ersätter basen.",                               \
                .en = "Time in the cycle: value that replaces the base."})})

#define PROFILE_OBJECT(reading, value)                                                                  \
    (&(const struct vf_object){                                                                         \
        .name = "profile" reading,                                                                      \
        .variants = "hours? weekdays?|hour_of_week|clock",                                              \
        .sv = "Basvärde gånger faktorer som följer kalendern. Kapaciteter rundas efter alla faktorer.", \
        .en = "Base times factors that follow the calendar. Capacities are rounded after all factors.", \
        .example = "{\"base\": 24, \"weekdays\": [1, 1, 1, 1, 1, 0.9, 0.9],"                            \
                   " \"weeks\": {\"sommar\": {\"from\": 26, \"to\": 33, \"factor\": 0.85}}}",           \
        FIELDS({.key = "base", .shape = value, .sv = "Basvärde.", .en = "Base."},                       \
               {.key = "like",                                                                          \
                .shape = NAME(VF_NAMES_PROFILE),                                                        \
                .sv = "Profil vars faktorer också gäller (och bas, om ingen anges).",                   \
                .en = "Profile whose factors apply too (and base, if none is given)."},                 \
               {.key = "hours",                                                                         \
                .shape = LIST(AT_LEAST_0, 24, 24),                                                      \
                .sv = "Faktor per timme.",                                                              \
                .en = "Factor per hour."},                                                              \
               {.key = "weekdays",                                                                      \
                .shape = LIST(AT_LEAST_0, 7, 7),                                                        \
                .sv = "Faktor måndag–söndag.",                                                          \
                .en = "Factor Monday to Sunday."},                                                      \
               {.key = "hour_of_week",                                                                  \
                .shape = LIST(AT_LEAST_0, 168, 168),                                                    \
                .sv = "Faktor per veckotimme, från måndag 00.",                                         \
                .en = "Factor per hour of the week, from Monday 00."},                                  \
               {.key = "months",                                                                        \
                .shape = LIST(AT_LEAST_0, 12, 12),                                                      \
                .sv = "Faktor per månad.",                                                              \
                .en = "Factor per month."},                                                             \
               {.key = "seasons",                                                                       \
                .shape = MAP(NEW_NAME, SHAPE(S_OBJECT(&season), .def = "season")),                      \
                .sv = "Årstider.",                                                                      \
                .en = "Seasons."},                                                                      \
               {.key = "weeks",                                                                         \
                .shape = MAP(NEW_NAME, SHAPE(S_OBJECT(&weeks), .def = "weeks")),                        \
                .sv = "Veckor.",                                                                        \
                .en = "Weeks."},                                                                        \
               {.key = "periods",                                                                       \
                .shape = MAP(NEW_NAME, SHAPE(S_OBJECT(&period), .def = "period")),                      \
                .sv = "Daterade faktorer.",                                                             \
                .en = "Dated factors."},                                                                \
               {.key = "cycle",                                                                         \
                .shape = SHAPE(S_OBJECT(CYCLE(reading, value)), .def = "cycle" reading),                \
                .sv = "Cykel.",                                                                         \
                .en = "Cycle."},                                                                        \
               {.key = "sinusoids",                                                                     \
                .shape = MAP(NEW_NAME, SHAPE(S_OBJECT(&sinusoid), .def = "sinusoid")),                  \
                .sv = "Sinusformade tillägg.",                                                          \
                .en = "Sinusoids added."},                                                              \
               {.key = "dated",                                                                         \
                .shape = MAP(DATE, value),                                                              \
                .sv = "Datum: ny bas från den dagen.",                                                  \
                .en = "Date: new base from that day."},                                                 \
               {.key = "yearly",                                                                        \
                .shape = MAP(SHAPE(.kind = VF_SHAPE_YEAR), AT_LEAST_0),                                 \
                .sv = "År: faktor, gäller till nästa angivna år.",                                      \
                .en = "Year: factor, held until the next given year."},                                 \
               {.key = "trend_per_year",                                                                \
                .shape = NUMBER(-0.99, 10),                                                             \
                .fallback = "0",                                                                        \
                .sv = "Trend: tillväxt per år.",                                                        \
                .en = "Trend: growth per year."},                                                       \
               {.key = "holiday",                                                                       \
                .shape = SHAPE(S_OBJECT(&vf_object_holiday), .def = "holiday"),                         \
                .sv = "Helgdagar.",                                                                     \
                .en = "Public holidays."},                                                              \
               {.key = "factor",                                                                        \
                .shape = AT_LEAST_0,                                                                    \
                .fallback = "1",                                                                        \
                .sv = "Faktor på allt.",                                                                \
                .en = "Factor on everything."},                                                         \
               {.key = "clock",                                                                         \
                .shape = SHAPE(S_OBJECT(&vf_object_clock), .def = "clock"),                             \
                .sv = "Öppettider.",                                                                    \
                .en = "Opening hours."})})

#define S_AT_LEAST_0 S_NUMBER(0, INFINITY)

#define NUMBER_PROFILE PROFILE_OBJECT("", AT_LEAST_0)
const struct vf_shape vf_shape_profile_number = {
    S_ANY({S_AT_LEAST_0}, {S_NAME(VF_NAMES_PROFILE)}, {S_OBJECT(NUMBER_PROFILE), .def = "profile"}),
    .def = "PROFILE",
};
/* The word comes before the name: no profile is called so. */
const struct vf_shape vf_shape_capacity = {
    S_ANY({S_AT_LEAST_0}, {S_ONE_WORD("unlimited")}, {S_NAME(VF_NAMES_PROFILE)},
          {S_OBJECT(NUMBER_PROFILE), .def = "profile"}),
    .def = "CAPACITY",
};
#define RATE SHAPE(.kind = VF_SHAPE_RATE)
const struct vf_shape vf_shape_profile_rate = {
    S_ANY({.kind = VF_SHAPE_RATE}, {S_NAME(VF_NAMES_PROFILE)},
          {S_OBJECT(PROFILE_OBJECT("_rate", RATE)), .def = "profile_rate"}),
    .def = "PROFILE_RATE",
};
#define NUMBER_OR_RATE ANY({S_AT_LEAST_0}, {.kind = VF_SHAPE_RATE})
const struct vf_shape vf_shape_profile_any = {
    S_ANY({S_AT_LEAST_0}, {.kind = VF_SHAPE_RATE}, {S_NAME(VF_NAMES_PROFILE)},
          {S_OBJECT(PROFILE_OBJECT("_any", NUMBER_OR_RATE)), .def = "profile_any"}),
    .def = "PROFILE_ANY",
};
