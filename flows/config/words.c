/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of enumerated fields, in the order of the enums of vf_model.h. */
#include "vf_fields.h"

const char *const vf_words_unit_kind[] = {"clinic",       "akutmottagning", "ward",     "kommunal",
                                          "intermediate", "delay",          "external", NULL};
const char *const vf_words_level[] = {"primarvard", "specialistvard", "akutmottagning",
                                      "slutenvard", "kommun",         "mellanvard",
                                      "hem",        "extern",         NULL};
const char *const vf_words_assessment[] = {"workdays", "around_the_clock", NULL};
const char *const vf_words_parties[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", NULL};
const char *const vf_words_liability[] = {"per_patient", "mean", NULL};
const char *const vf_words_form[] = {"annan", "korttids", "sabo", "hemsjukvard", "hemtjanst", NULL};
const char *const vf_words_owner[] = {"region", "kommun", "extern", NULL};
const char *const vf_words_org_type[] = {"region", "sjukhus", "klinik", "kommun", "vardcentral", NULL};
const char *const vf_words_on_close[] = {"carry_over", "serve_queue", "send_away", NULL};
const char *const vf_words_preempt[] = {"no", "resume", "step_down", "transfer", NULL};
const char *const vf_words_closing[] = {"stay", "move", "discharge", NULL};
const char *const vf_words_on_free[] = {"queue", "pack", "repatriate", "others", NULL};
const char *const vf_words_policy_step[] = {"home",     "outlier", "extra",  "board", "wait",
                                            "transfer", "refuse",  "cancel", NULL};
const char *const vf_words_age_class[] = {"0-17", "18-64", "65-79", "80+", NULL};
const char *const vf_words_disease[] = {"psykisk_ohalsa", "kardiovaskulara", "cancer",
                                        "rorelseorganen", "ovriga",          NULL};
const char *const vf_words_on_deadlock[] = {"stop", "swap", "record", NULL};
const char *const vf_words_transition[] = {"hold", "release", "hold_and_reserve", NULL};
const char *const vf_words_stay[] = {"continuous", "nights", NULL};
const char *const vf_words_route_drawn[] = {"at_end", "at_entry", NULL};
const char *const vf_words_admission_time[] = {"ward_arrival", "decision", NULL};
const char *const vf_words_time_unit[] = {"d", "h", "min", NULL};
const char *const vf_words_series[] = {"none", "day", "month", "both", NULL}; /* bits: 1 day, 2 month */
const char *const vf_words_initial[] = {"in_care", "planning", "ready", "waiting", NULL};
