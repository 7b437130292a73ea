/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program vardflode. Everything is in the app layer, so that tests can link it. */
#include <signal.h>

#include "vf_command.h"
#include "vf_error.h"

/* Whoever asks how far it has come may do so at any time: outside the trials there is nothing to tell, and no reason to
 * end. A handler, as what is ignored would stay so in programs that are started. */
static void not_now(int number) { (void)number; }

int main(int argc, char **argv) {
    struct sigaction quiet = {.sa_flags = SA_RESTART};
    quiet.sa_handler = not_now;
    (void)sigemptyset(&quiet.sa_mask);
    (void)sigaction(SIGUSR1, &quiet, NULL);
    vf_memory_begin();
    return vf_app_main(argc, argv);
}
