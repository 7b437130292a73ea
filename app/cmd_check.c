/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode check CONFIG...: every problem of every config, and, where there is none, what each unit will be asked
 * for against what it has, before a single event is run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_command.h"
#include "vf_inputs.h"
#include "vf_load.h"

/* What several configs come to. */
struct outcome {
    int code;   /* of the first that was refused */
    bool shown; /* a table stands above */
    struct vf_error *err;
};

static void check_one(struct vf_call *call, struct vf_json_writer *w, const char *path, struct outcome *all) {
    struct vf_inputs in;
    struct vf_experiment x;
    struct vf_error own = VF_ERROR_INIT;
    vf_inputs_read(&in, call);
    int code = vf_experiment_load(&x, path, &in.options, &own);
    vf_inputs_once(&own);
    if (w)
        vf_load_json(w, path, code == VF_OK ? &x : NULL, &own);
    else if (code == VF_OK) {
        if (all->shown)
            (void)fputc('\n', call->out);
        all->shown = true;
        vf_load_print(call, &x);
    }
    for (size_t i = 0; i < own.n; i++)
        (void)vf_error_add(all->err, code, &own.items[i]);
    all->err->more += own.more;
    all->code = all->code == VF_OK ? code : all->code;
    vf_error_fini(&own);
    vf_experiment_fini(&x);
    vf_inputs_fini(&in);
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct outcome all = {.code = VF_OK, .err = err};
    struct vf_text text;
    struct vf_json_writer w;
    bool json = vf_option_given(&call->options, "json");
    vf_text_init(&text, VF_JSON_BYTES_MAX);
    vf_json_writer_init(&w, &text, 1);
    if (json) {
        vf_json_begin_object(&w);
        vf_json_key(&w, "configs");
        vf_json_begin_array(&w);
    }
    for (size_t i = 0; i < call->options.n_operands; i++)
        check_one(call, json ? &w : NULL, call->options.operands[i], &all);
    if (json) {
        vf_json_end_array(&w);
        vf_json_end_object(&w);
        (void)fprintf(call->out, "%s\n", text.data);
    }
    vf_text_fini(&text);
    return all.code;
}

static const struct vf_option options[] = {
    VF_OPTION_ROW_SCENARIO, VF_OPTION_ROW_PATCH, VF_OPTION_ROW_SET, VF_OPTION_ROW_JSON, VF_OPTION_END,
};

const struct vf_command vf_cmd_check = {
    .name = "check",
    .summary = VF_PHRASE("granska konfigurationer utan att köra dem", "check configs without running them"),
    .about = VF_PHRASE("Läser varje konfiguration och berättar om alla fel på en gång, med fil, rad, kolumn "
                       "och JSON-pekare. Är den "
                       "felfri visas erbjuden belastning mot kapacitet för varje enhet, ur "
                       "flödesekvationerna: vid 100 % eller mer "
                       "finns inget jämviktsläge.",
                       "Reads each config and tells all its problems at once, with file, line, column and "
                       "JSON pointer. When there is "
                       "none, it shows the offered load of each unit against its capacity, from the traffic "
                       "equations: at 100 % or "
                       "more there is no steady state."),
    .operand = {.name = "CONFIG", .kind = VF_OPTION_FILE, .min = 1, .max = 10000},
    .options = options,
    .examples = {{"vardflode check configs/validation/o6.json",
                  VF_PHRASE("belastningen i varje scenario", "the load in every scenario")}},
    .run = run,
};
