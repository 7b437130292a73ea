/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep --isolate: a process that watches over the one that runs the study. When that one dies in a trial (a fault of
 * the program, or of a library), the store holds what was committed, and a new process goes on from there. With several
 * workers it is not known which trial did it: the new process runs the suspects one at a time, so that the next death
 * tells; that trial is condemned, recorded as failed with its signal, and passed over. Then all workers go on.
 *
 * For tests, VARDFLODE_TEST_ABORT=A/B aborts trials A, A + B, A + 2 B ... */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vf_sweep_app.h"

enum { AGAIN = 75 };

/* What the watcher waits for; blocked in it, as they were in the process that runs. */
static void awaited(sigset_t *set) {
    static const int signals[] = {SIGINT, SIGTERM, SIGUSR1, SIGCHLD};
    (void)sigemptyset(set);
    for (size_t k = 0; k < sizeof signals / sizeof *signals; k++)
        (void)sigaddset(set, signals[k]);
}

/* Passes signals on until the process has ended; its status. */
static int wait_for(pid_t pid, const sigset_t *set) {
    int status = 0, signal = 0;
    while (waitpid(pid, &status, WNOHANG) != pid)
        if (sigwait(set, &signal) == 0 && signal != SIGCHLD)
            (void)kill(pid, signal);
    return status;
}

/* A death that a trial may have caused; others, such as a kill, are somebody's will. */
static bool of_own_fault(int signal) {
    return signal == SIGABRT || signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL;
}

/* What the dead process was at: condemned when there was but one, else to be run one at a time. */
static int take_up(struct vf_sweep_guard *g, int signal, struct vf_error *err) {
    uint32_t n = 0, last = 0;
    for (size_t k = 0; k < VF_SWEEP_GUARDED; k++) {
        uint32_t trial = atomic_load(&g->running[k]);
        atomic_store(&g->running[k], 0);
        n += trial > 0;
        last = trial > last ? trial : last;
    }
    if (n == 0 || g->n_condemned == VF_SWEEP_CONDEMNED)
        return vf_error_set(err, VF_E_STATE,
                            n == 0 ? "the process died of signal %d outside of any trial"
                                   : "the process died of signal %d, once too often",
                            signal);
    if (n == 1)
        g->condemned[g->n_condemned++] = (struct vf_sweep_condemned){.trial = last - 1, .signal = signal};
    else
        g->upto = last;
    return VF_OK;
}

static void read_test(struct vf_sweep_guard *g) {
    const char *text = getenv("VARDFLODE_TEST_ABORT"), *slash = text ? strchr(text, '/') : NULL;
    if (slash) {
        g->abort = (uint32_t)strtoul(text, NULL, 10) + 1;
        g->abort_every = (uint32_t)strtoul(slash + 1, NULL, 10);
        g->abort = g->abort_every > 0 ? g->abort : 0;
    }
}

static int code_of(int status) {
    static const int codes[] = {[VF_EXIT_OK] = VF_OK,
                                [VF_EXIT_FAILED] = VF_E_STATE,
                                [VF_EXIT_USAGE] = VF_E_USAGE,
                                [VF_EXIT_CONFIG] = VF_E_CONFIG,
                                [VF_EXIT_STOPPED] = VF_E_STOPPED};
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : VF_EXIT_FAILED;
    return code < (int)(sizeof codes / sizeof *codes) ? codes[code] : VF_E_STATE;
}

/* Whether that was the end of it; false when another process is to be started. */
static bool ended(struct vf_sweep_guard *g, int status, int *code, struct vf_error *err) {
    *code = VF_OK;
    if (WIFSIGNALED(status) && of_own_fault(WTERMSIG(status))) {
        *code = take_up(g, WTERMSIG(status), err);
        return *code != VF_OK;
    }
    if (WIFSIGNALED(status)) {
        *code = vf_error_set(err, VF_E_STATE, "the process was ended by signal %d", WTERMSIG(status));
        return true;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == AGAIN) {
        g->upto = 0;
        g->stopped = false;
        return false;
    }
    *code = code_of(status);
    return true;
}

/* Memory that the processes share, in a file that has no name. */
static struct vf_sweep_guard *share(void) {
    FILE *file = tmpfile();
    void *memory = MAP_FAILED;
    if (file && ftruncate(fileno(file), (off_t)sizeof(struct vf_sweep_guard)) == 0)
        memory =
            mmap(NULL, sizeof(struct vf_sweep_guard), PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0);
    if (file)
        (void)fclose(file);
    return memory == MAP_FAILED ? NULL : memory;
}

int vf_sweep_guard(struct vf_sweep_guard **guard, bool *parent, struct vf_error *err) {
    struct vf_sweep_guard *g = *guard = share();
    sigset_t set, before;
    int code = VF_OK;
    if (!g)
        return vf_error_set(err, VF_E_IO, "no memory to share: %s", strerror(errno));
    g->watcher = (int)getpid();
    read_test(g);
    awaited(&set);
    (void)sigprocmask(SIG_BLOCK, &set, &before);
    for (bool end = false; !end; g->rounds++) {
        (void)fflush(NULL);
        pid_t pid = fork();
        if (pid < 0)
            return vf_error_set(err, VF_E_IO, "cannot start a process: %s", strerror(errno));
        *parent = pid > 0;
        if (pid == 0) {
            (void)setpgid(0, 0); /* Ctrl-C comes by the watcher, once */
            (void)sigprocmask(SIG_SETMASK, &before, NULL);
            return VF_OK;
        }
        end = ended(g, wait_for(pid, &set), &code, err);
    }
    return code;
}

/* Who runs does not outlive the watcher: the store is to be free for the next one. */
static void guard_trial(const struct vf_sweep_guard *g, uint32_t trial) {
    if ((int)getppid() != g->watcher)
        _exit(VF_EXIT_FAILED);
    if (g->abort > 0 && trial % g->abort_every == g->abort - 1)
        abort();
}

void vf_sweep_guard_apply(const struct vf_sweep_guard *guard, struct vf_sweep_options *o) {
    o->guard_trial = guard_trial;
    if (guard->rounds > 0)
        o->mode = VF_STUDY_RESUME;
    if (guard->upto > 0)
        o->how.threads = 1;
}

void vf_sweep_guard_again(void) { _exit(AGAIN); }
