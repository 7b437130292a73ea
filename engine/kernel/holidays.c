/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swedish public holidays. The days are those of lag (1989:253) om allmanna helgdagar in its wording since
 * 2005, plus midsommarafton, julafton and nyarsafton, which are free in practice; the same rules are
 * applied to every year. Easter follows the Gregorian computus (the "anonymous" algorithm, Nature 1876). */
#include "vf_calendar.h"

struct vf_date vf_easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int in_century = year % 100;
    int correction = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    int to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    int late = (golden + 11 * epact + 22 * to_sunday) / 451;
    int n = epact + to_sunday - 7 * late + 114;
    return (struct vf_date){year, n / 31, n % 31 + 1};
}

static bool fixed_holiday(int month, int day) {
    static const struct {
        int month, day;
    } table[] = {
        {1, 1},   /* nyarsdagen */
        {1, 6},   /* trettondedag jul */
        {5, 1},   /* forsta maj */
        {6, 6},   /* nationaldagen */
        {12, 24}, /* julafton */
        {12, 25}, /* juldagen */
        {12, 26}, /* annandag jul */
        {12, 31}, /* nyarsafton */
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].month == month && table[i].day == day) {
            return true;
        }
    }
    return false;
}

static bool easter_holiday(struct vf_date d) {
    switch (vf_date_days(d) - vf_date_days(vf_easter(d.year))) {
    case -2: /* langfredagen */
    case 0:  /* paskdagen */
    case 1:  /* annandag pask */
    case 39: /* Kristi himmelsfardsdag */
    case 49: /* pingstdagen */ return true;
    default: return false;
    }
}

static bool saturday_holiday(struct vf_date d) {
    int weekday = vf_date_weekday(d);
    if (weekday == 4) {
        return d.month == 6 && d.day >= 19 && d.day <= 25; /* midsommarafton */
    }
    if (weekday != 5) {
        return false;
    }
    return (d.month == 6 && d.day >= 20 && d.day <= 26) ||                  /* midsommardagen */
           (d.month == 10 && d.day == 31) || (d.month == 11 && d.day <= 6); /* alla helgons dag */
}

bool vf_holiday(struct vf_date d) {
    return fixed_holiday(d.month, d.day) || easter_holiday(d) || saturday_holiday(d);
}
