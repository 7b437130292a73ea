/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of a map of an own extract: which column is what. Not part of a config; see docs/OWN_DATA.md. */
#include "vf_shapes.h"
#include "vf_study_fields.h"

static const char *const separators[] = {";", ",", "tab", NULL};
static const char *const decimals[] = {".", ",", NULL};
const char *const vf_words_planned[] = {"acute", "planned", NULL};
const char *const vf_words_sex[] = {"man", "kvinna", NULL};
const char *const vf_words_way[] = {"unknown", "home", "kommun", "transfer", "death", NULL};

#define FORMAT                                                                      \
    {.key = "separator",                                                            \
     .shape = WORDS(separators),                                                    \
     .sv = "Skiljetecken mellan celler (annars det som rubrikraden har flest av).", \
     .en = "Separator of cells (else the one that the header has most of)."},       \
    {                                                                               \
        .key = "decimal", .shape = WORDS(decimals), .fallback = ".",                \
        .sv = "Decimaltecken; med komma tas punkt också emot.",                     \
        .en = "Decimal mark; with a comma a point is taken too."                    \
    }
#define COLUMN(name, needed, swedish, english) \
    { .key = name, .shape = TEXT, .required = (needed), .sv = swedish, .en = english }

static const struct vf_object stay_columns = {
    .name = "extract_stay_columns",
    .sv = "Rubriker i filen med vårdtillfällen.",
    .en = "Headings in the file of vårdtillfällen.",
    .example =
        "{\"person\": \"lopnr\", \"klinik\": \"klinik\", \"in\": \"inskriven\", \"out\": \"utskriven\"}",
    FIELDS(COLUMN("person", VF_REQUIRED, "Pseudonym för personen.", "Pseudonym of the person."),
           COLUMN("klinik", VF_REQUIRED, "Klinik.", "Klinik."),
           COLUMN("in", VF_REQUIRED, "Inskrivning: datum, gärna med klockslag.",
                  "Admission: date, better with the time of day."),
           COLUMN("out", VF_REQUIRED, "Utskrivning; tom = fortfarande inskriven.",
                  "Discharge; empty = still in care."),
           COLUMN("planned", 0, "Planerad eller akut (annars akut).", "Planned or acute (else acute)."),
           COLUMN("age", 0, "Ålder i år.", "Age in years."), COLUMN("sex", 0, "Kön.", "Sex."),
           COLUMN("diagnosis", 0, "Huvuddiagnos, ICD-10.", "Main diagnosis, ICD-10."),
           COLUMN("discharge", 0, "Utskrivningssätt.", "Form of discharge."),
           COLUMN("ready", 0, "Utskrivningsklar; tom = aldrig anmäld.",
                  "When utskrivningsklar; empty = never reported."),
           COLUMN("kommun", 0, "Hemkommun.", "Home kommun.")),
};

static const struct vf_object values = {
    .name = "extract_values",
    .sv = "Vad koderna betyder.",
    .en = "What the codes mean.",
    .example = "{\"planned\": {\"1\": \"planned\", \"2\": \"acute\"}}",
    FIELDS({.key = "planned",
            .shape = MAP(TEXT, WORDS(vf_words_planned)),
            .sv = "Planerad: annars 1, ja, planerad och 0, nej, akut.",
            .en = "Planned: otherwise 1, ja, planerad and 0, nej, akut."},
           {.key = "sex",
            .shape = MAP(TEXT, WORDS(vf_words_sex)),
            .sv = "Kön: annars 1, m, man och 2, k, kvinna.",
            .en = "Sex: otherwise 1, m, man and 2, k, kvinna."},
           {.key = "discharge",
            .shape = MAP(TEXT, WORDS(vf_words_way)),
            .sv = "Utskrivningssätt: annars hem, kommun, annan klinik, avliden; tom = okänt.",
            .en = "Form of discharge: otherwise hem, kommun, annan klinik, avliden; empty = unknown."}),
};

static const struct vf_object stays = {
    .name = "extract_stays",
    .sv = "Filen med vårdtillfällen: en rad per vårdtillfälle.",
    .en = "The file of vårdtillfällen: a row each.",
    .example = "{\"separator\": \";\", \"columns\": {\"person\": \"lopnr\", \"klinik\": \"klinik\", "
               "\"in\": \"inskriven\", \"out\": \"utskriven\"}}",
    FIELDS(FORMAT,
           {.key = "columns",
            .shape = OBJECT(&stay_columns),
            .required = VF_REQUIRED,
            .sv = "Rubrikerna.",
            .en = "The headings."},
           {.key = "values", .shape = OBJECT(&values), .sv = "Koderna.", .en = "The codes."},
           {.key = "klinik",
            .shape = MAP(TEXT, NEW_NAME),
            .sv = "Klinikens värde i filen: enhetens namn (annars ett namn gjort av värdet).",
            .en = "The klinik's value in the file: the unit's name (else a name made of the value)."},
           {.key = "kommun",
            .shape = MAP(TEXT, NEW_NAME),
            .sv = "Kommunens värde i filen: medlemmens namn.",
            .en = "The kommun's value in the file: the member's name."}),
};

static const struct vf_object day_columns = {
    .name = "extract_day_columns",
    .sv = "Rubriker i dygnsfilen.",
    .en = "Headings in the daily file.",
    .example = "{\"date\": \"datum\", \"ward\": \"avdelning\", \"disponibla\": \"disponibla\"}",
    FIELDS(COLUMN("date", VF_REQUIRED, "Datum.", "Date."), COLUMN("ward", VF_REQUIRED, "Avdelning.", "Ward."),
           COLUMN("disponibla", VF_REQUIRED, "Disponibla vårdplatser.", "Staffed beds."),
           COLUMN("overbelagda", 0, "Överbeläggningar.", "Patients on extra places."),
           COLUMN("utlokaliserade", 0, "Utlokaliserade, efter ansvarig avdelning.",
                  "Outliers, by the responsible ward.")),
};

static const struct vf_object days = {
    .name = "extract_days",
    .sv = "Dygnsfilen: en rad per avdelning och dygn.",
    .en = "The daily file: a row by ward and day.",
    .example =
        "{\"columns\": {\"date\": \"datum\", \"ward\": \"avdelning\", \"disponibla\": \"disponibla\"}}",
    FIELDS(FORMAT,
           {.key = "columns",
            .shape = OBJECT(&day_columns),
            .required = VF_REQUIRED,
            .sv = "Rubrikerna.",
            .en = "The headings."},
           {.key = "wards",
            .shape = MAP(TEXT, NEW_NAME),
            .sv = "Avdelningens värde i filen: enhetens namn; flera till samma namn läggs ihop.",
            .en = "The ward's value in the file: the unit's name; several with one name are added up."}),
};

const struct vf_object vf_object_extract_group = {
    .name = "extract_group",
    .sv = "Vilka vårdtillfällen gruppen har. Allt som anges ska stämma; den första grupp som passar gäller.",
    .en =
        "Which vårdtillfällen the group has. All that is given must hold; the first group that fits counts.",
    .example = "{\"age\": [65, 79], \"diagnosis\": [\"I50\", \"J44\"]}",
    FIELDS({.key = "age",
            .shape = LIST(INTEGER(0, 150), 2, 2),
            .sv = "Från och till och med ålder.",
            .en = "From age to age, both included."},
           {.key = "sex", .shape = WORDS(vf_words_sex), .sv = "Kön.", .en = "Sex."},
           {.key = "diagnosis",
            .shape = LIST(TEXT, 1, 0),
            .sv = "Början av huvuddiagnosens kod; en av dem räcker.",
            .en = "Beginning of the main diagnosis; one of them is enough."}),
};

static const struct vf_object period = {
    .name = "extract_period",
    .sv = "Tiden som utdraget täcker, första och sista dag.",
    .en = "The time that the extract covers, first and last day.",
    .example = "{\"from\": \"2024-01-01\", \"to\": \"2024-12-31\"}",
    FIELDS({.key = "from", .shape = DATE, .required = VF_REQUIRED, .sv = "Första dag.", .en = "First day."},
           {.key = "to", .shape = DATE, .required = VF_REQUIRED, .sv = "Sista dag.", .en = "Last day."}),
};

const struct vf_object vf_object_extract = {
    .name = "extract",
    .sv = "En karta över ett eget utdrag: vilken kolumn som är vad.",
    .en = "A map of an own extract: which column is what.",
    .example = "{\"stays\": {\"columns\": {\"person\": \"lopnr\", \"klinik\": \"klinik\", \"in\": "
               "\"inskriven\", \"out\": \"utskriven\"}}}",
    FIELDS(
        {.key = "stays",
         .shape = OBJECT(&stays),
         .required = VF_REQUIRED,
         .sv = "Vårdtillfällena.",
         .en = "The vårdtillfällen."},
        {.key = "days", .shape = OBJECT(&days), .sv = "Dygnsfilen.", .en = "The daily file."},
        {.key = "groups",
         .shape = SHAPE(S_MAP(NEW_NAME, OBJECT(&vf_object_extract_group)), .n_min = 1),
         .sv = "Patientgrupper, i ordning (annars efter ålder; övriga i ovriga).",
         .en = "Patient groups, in order (else by age; the rest in ovriga)."},
        {.key = "period",
         .shape = OBJECT(&period),
         .sv = "Perioden (annars från första inskrivning till sista händelse).",
         .en = "The period (else from the first admission to the last event)."},
        {.key = "readmission_days",
         .shape = INTEGER(1, 365),
         .fallback = "30",
         .unit = "dygn",
         .sv =
             "En oplanerad vårdperiod så snart efter den förra är en återinskrivning, annars en ny patient.",
         .en = "An unplanned vårdperiod so soon after the last is a readmission, otherwise a new patient."},
        {.key = "smallest_cell",
         .shape = INTEGER(5, 1000),
         .fallback = "5",
         .unit = "personer",
         .sv = "Minsta antal som får synas i det som skrivs.",
         .en = "The smallest number that may show in what is written."}),
};
