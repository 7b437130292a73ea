/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode show CONFIG: a config as the program understands it: a summary, the merged text with the place every
 * value came from, or the graph of flows. */
#include "vf_command.h"
#include "vf_inputs.h"
#include "vf_json.h"
#include "vf_show.h"

/* Without a scenario: the config itself, as no scenario lies over it. */
static const char *scenario_of(const struct vf_inputs *in) {
    return in->options.n_scenarios > 0 ? in->options.scenarios[0] : NULL;
}

static int show_resolved(struct vf_call *call, struct vf_inputs *in, struct vf_error *err) {
    struct vf_config config;
    struct vf_text text;
    in->options.config.scenario = scenario_of(in);
    int code = vf_config_load(call->options.operands[0], &in->options.config, &config, err);
    if (code != VF_OK)
        return code;
    vf_text_init(&text, VF_JSON_BYTES_MAX);
    vf_config_print(&config, !vf_option_given(&call->options, "json"), &text);
    (void)fputs(text.data, call->out);
    vf_text_fini(&text);
    vf_config_fini(&config);
    return VF_OK;
}

static int show_model(struct vf_call *call, struct vf_inputs *in, struct vf_error *err) {
    struct vf_experiment x;
    int code = vf_experiment_load(&x, call->options.operands[0], &in->options, err);
    if (code == VF_OK && vf_option_given(&call->options, "graph"))
        vf_show_graph(call->out, &x.point[0]);
    else if (code == VF_OK)
        vf_show_summary(call, &x, 0);
    vf_experiment_fini(&x);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    struct vf_inputs in;
    vf_inputs_read(&in, call);
    bool resolved = vf_option_given(&call->options, "resolved") || vf_option_given(&call->options, "json");
    int code = VF_OK;
    if (in.options.n_scenarios > 1)
        code =
            vf_error_set(err, VF_E_USAGE,
                         VF_SAY(call->language, "visa ett scenario i taget", "show one scenario at a time"));
    else if (resolved && vf_option_given(&call->options, "graph"))
        code = vf_error_set(
            err, VF_E_USAGE,
            VF_SAY(call->language, "välj --resolved eller --graph", "choose --resolved or --graph"));
    else
        code = resolved ? show_resolved(call, &in, err) : show_model(call, &in, err);
    vf_inputs_once(err);
    vf_inputs_fini(&in);
    return code;
}

static const struct vf_option options[] = {
    {.name = "resolved",
     .help = VF_PHRASE("hela den sammanslagna konfigurationen, med varje värdes fil och rad",
                       "the whole merged config, with the file and line of every value")},
    {.name = "graph",
     .help = VF_PHRASE("flödena som graf i DOT-format, med förväntade patienter per dygn",
                       "the flows as a graph in DOT format, with expected patients per day")},
    {.name = "json",
     .help = VF_PHRASE("den sammanslagna konfigurationen som ren JSON", "the merged config as plain JSON")},
    VF_OPTION_ROW_SCENARIO,
    VF_OPTION_ROW_PATCH,
    VF_OPTION_ROW_SET,
    VF_OPTION_END,
};

const struct vf_command vf_cmd_show = {
    .name = "show",
    .summary = VF_PHRASE("visa en konfiguration som programmet förstår den",
                         "show a config as the program understands it"),
    .about = VF_PHRASE(
        "Utan flaggor: enheter med kapacitet, patientgrupper med ankomster, scenarier.",
        "Without options: units with their capacity, patient groups with their arrivals, scenarios."),
    .operand = {.name = "CONFIG", .kind = VF_OPTION_FILE, .min = 1, .max = 1},
    .options = options,
    .examples = {{"vardflode show configs/validation/v3.json --scenario sc1",
                  VF_PHRASE("ett scenario i korthet", "one scenario in short")},
                 {"vardflode show configs/validation/o6.json --resolved --scenario l10_c12",
                  VF_PHRASE("varifrån varje värde kommer", "where every value comes from")},
                 {"vardflode show configs/validation/o6.json --graph > flows.dot",
                  VF_PHRASE("rita sedan med dot -Tsvg flows.dot", "then draw with dot -Tsvg flows.dot")}},
    .run = run,
};
