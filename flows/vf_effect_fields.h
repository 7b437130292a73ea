/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields that several effects have, for their tables. Only for effect_*.c. */
#ifndef VF_EFFECT_FIELDS_H
#define VF_EFFECT_FIELDS_H

#include "vf_shapes.h"

extern const char *const vf_words_effect_of[];

#define EFFECT_ON \
    { .key = "on", .shape = BOOL, .fallback = "true", .sv = "Av eller på.", .en = "Off or on." }
#define EFFECT_OF                                                                                           \
    {                                                                                                       \
        .key = "of", .shape = WORDS(vf_words_effect_of), .fallback = "hospital",                            \
        .sv = "Vems beläggning (inskrivna per disponibel vårdplats i stunden, psykiatri och somatik var " \
              "för sig).",                                                                                  \
        .en =                                                                                               \
            "Whose occupancy (in care per staffed bed at the moment, psychiatric and somatic wards apart)." \
    }
#define EFFECT_ODDS(default_odds, sv_text, en_text)                                                 \
    {                                                                                               \
        .key = "odds",                                                                              \
        .shape = SHAPE(S_MAP(SHAPE(.kind = VF_SHAPE_PERCENT), AT_LEAST_0), .n_min = 1, .n_max = 7), \
        .fallback = default_odds, .sv = sv_text, .en = en_text                                      \
    }
#define EFFECT_BASE                                                                                         \
    {                                                                                                       \
        .key = "base_shares", .shape = MAP(SHAPE(.kind = VF_SHAPE_PERCENT), PROBABILITY), .fallback = "{}", \
        .sv = "Centrering: andel av tiden i varje band i utgångsläget; oddsen delas med sitt medel där.",   \
        .en = "Centring: share of time in each band at the base; the odds are divided by their mean there." \
    }
#define EFFECT_SHARE                                                                                              \
    {                                                                                                             \
        .key = "share", .shape = SHAPE(S_NUMBER(0, 1), .above_min = true),                                        \
        .sv = "Andel inlagda av alla besök, som talen gäller; ändringen görs då i proportion. Behövs när " \
              "alla på "                                                                                         \
              "en väg läggs in.",                                                                                 \
        .en = "Share admitted of all visits, to which the numbers refer; the change is then made in "             \
              "proportion. "                                                                                      \
              "Needed where everybody on a path is admitted."                                                     \
    }
#define EFFECT_WHERE                                                                \
    {                                                                               \
        .key = "where", .shape = SHAPE(S_OBJECT(&vf_object_where), .def = "where"), \
        .sv = "Grupper (annars alla); enheter är där vägen börjar.",                \
        .en = "Groups (otherwise all); units are where the path starts."            \
    }

#endif
