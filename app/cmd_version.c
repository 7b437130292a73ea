/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode version (and --version): the program's version and the libraries it runs with, since a result
 * can only be had again with the same. */
#include <cjson/cJSON.h>
#include <event2/event.h>
#include <gsl/gsl_version.h>
#include <sqlite3.h>

#include "vf_command.h"

static int run(struct vf_call *call, struct vf_error *err) {
    (void)err;
    (void)fprintf(call->out, "vardflode %s\nGSL %s, libevent %s, SQLite %s, cJSON %s\n", VF_VERSION,
                  gsl_version, event_get_version(), sqlite3_libversion(), cJSON_Version());
    (void)fprintf(call->out, "%s\n",
                  VF_SAY(call->language, "Fri programvara: GNU GPL version 3 eller senare.",
                         "Free software: GNU GPL version 3 or later."));
    return 0;
}

const struct vf_command vf_cmd_version = {
    .name = "version",
    .summary = VF_PHRASE("visa programmets och bibliotekens versioner",
                         "show the versions of the program and its libraries"),
    .examples = {{"vardflode version", VF_PHRASE("versionerna", "the versions")}},
    .run = run,
};
