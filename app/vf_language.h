/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two languages of everything a person reads. Files are the same in both: this touches no locale, and
 * LC_NUMERIC stays "C" for the whole life of the program. Text is always UTF-8. */
#ifndef VF_LANGUAGE_H
#define VF_LANGUAGE_H

#include <stddef.h>
#include <stdint.h>

enum vf_language { VF_ENGLISH, VF_SWEDISH };

/* The same sentence in both. A table of constants holds phrases; code that prints picks one. */
struct vf_phrase {
    const char *sv, *en;
};
#define VF_PHRASE(swedish, english) \
    { .sv = (swedish), .en = (english) }

/* What the environment asks for: the first language we know in LANGUAGE (a list with colons), otherwise the
 * first of LC_ALL, LC_MESSAGES and LANG that is set. English if nothing says Swedish. */
enum vf_language vf_language_from_environment(void);

const char *vf_say(enum vf_language language, struct vf_phrase phrase);

/* A phrase said on the spot: usable as a printf format, and checked by the compiler as one. */
#define VF_SAY(language, swedish, english) ((language) == VF_SWEDISH ? (swedish) : (english))

/* Numbers for people: groups of three digits from 10 000 on, a decimal comma in Swedish. NaN is a dash.
 * Write at most VF_PEOPLE_NUMBER bytes with the NUL and return the length. Never for files. */
enum { VF_PEOPLE_NUMBER = 64 };
size_t vf_people_real(char text[VF_PEOPLE_NUMBER], enum vf_language language, double x, int decimals);
size_t vf_people_count(char text[VF_PEOPLE_NUMBER], enum vf_language language, int64_t n);
/* A time span, "0:07", "12:31" or "2:03:00". */
size_t vf_people_span(char text[VF_PEOPLE_NUMBER], double seconds);

#endif
