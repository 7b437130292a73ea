/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program vardflode. Everything is in the app layer, so that tests can link it. */
#include "vf_command.h"
#include "vf_error.h"

int main(int argc, char **argv) {
    vf_memory_begin();
    return vf_app_main(argc, argv);
}
