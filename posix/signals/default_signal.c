/*
 * Signals of a program that handles none: the default actions. The code that handles signals
 * is linked, and registers as signal_machine, only if the program asks for it.
 */
/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <domain/lifecycle.h>
#include <events/upcall.h>
#include <kernel/cancel.h>
#include <kernel/lock.h>
#include <kernel/wait.h>
#include <lib/answer.h>
#include <posix/process.h>
#include <posix/signal_core.h>
#include <posix/signals.h>

const struct signal_machine *signal_machine;

#define BIT(signal) (1U << (signal))
/* Ignored by default. Signals that stop a process are too: no shell could continue it. */
#define IGNORED (BIT(SIGCHLD) | BIT(SIGURG) | BIT(SIGWINCH) | BIT(SIGCONT) | BIT(SIGIO) | \
                 BIT(SIGSTOP) | BIT(SIGTSTP) | BIT(SIGTTIN) | BIT(SIGTTOU))
/* These end the program without a crash: Linux writes no core for them. */
#define PLAIN   (BIT(SIGHUP) | BIT(SIGINT) | BIT(SIGKILL) | BIT(SIGPIPE) | BIT(SIGALRM) | \
                 BIT(SIGTERM) | BIT(SIGUSR1) | BIT(SIGUSR2) | BIT(SIGVTALRM) | BIT(SIGPROF))

const char *signal_name(int signal)
{
    static const char names[NSIG][5] = {
        "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "EMT", "FPE", "KILL", "BUS", "SEGV",
        "SYS", "PIPE", "ALRM", "TERM", "URG", "STOP", "TSTP", "CONT", "CHLD", "TTIN", "TTOU", "IO",
        "XCPU", "XFSZ", "VTAL", "PROF", "WINC", "LOST", "USR1", "USR2",
    };

    return names[signal];
}

bool signal_is_ignored_by_default(int signal)
{
    return IGNORED & BIT(signal);
}

/* Ends with the status that a shell shows, or crashes the domain, with the reason on the console. */
void signal_default(int signal)
{
    if (signal_is_ignored_by_default(signal))
        return;
    if ((PLAIN & BIT(signal)) && !events_in_upcall() && !kernel_locked()) {
        log_printf("ringlet: ended by SIG%s\n", signal_name(signal));
        lifecycle_exit(128 + signal);
    }
    panic("the application was ended by signal %d, SIG%s", signal, signal_name(signal));
}

void signal_post(int signal)
{
    if (signal_machine)
        signal_machine->post(signal);
    else
        signal_default(signal);
}

static int signal_check(int signal)
{
    return signal < 0 || signal >= NSIG ? EINVAL : 0;
}

int raise(int signal)
{
    if (signal_check(signal))
        return answer(-EINVAL);
    if (signal) {
        signal_post(signal);
        signal_restart();
    }
    return 0;
}

/* Every way to name a set of processes means this one. */
int kill(pid_t pid, int signal)
{
    if (signal_check(signal))
        return answer(-EINVAL);
    if (pid != PID && pid != 0 && pid != -1 && pid != -PID)
        return answer(-ESRCH);
    if (!signal_machine && signal)
        signal_default(signal);
    else if (signal)
        signal_machine->send(signal);
    return 0;
}

int killpg(pid_t group, int signal)
{
    return group < 0 ? answer(-EINVAL) : kill(-group, signal);
}

bool signal_restart(void)
{
    return (!signal_machine || signal_machine->deliver()) && !cancel_asked();
}

bool signal_handled(void)
{
    if (!signal_machine)
        return false;
    thread_signals(thread_current())->handled = false;
    signal_machine->deliver();
    return thread_signals(thread_current())->handled;
}

/* The lock is held from the change of the mask to the sleep, so that no signal is lost in between. */
int signal_sleep(struct wait_queue *queue, uint64_t deadline, const sigset_t *mask)
{
    struct thread_signals *own = thread_signals(thread_current());
    uint32_t before = own->blocked;
    int error = -EINTR;

    if (!signal_machine)
        mask = NULL;
    if (mask)
        own->blocked = *mask & ~SIGNALS_NEVER_BLOCKED;
    if (!mask || !(signal_machine->pending() & ~own->blocked))
        error = wait_queue_sleep_interruptible(queue, deadline);
    if (error == -EINTR) {
        kernel_unlock();
        if (!signal_handled() && !cancel_asked())
            error = 0;
        kernel_lock();
    }
    own->blocked = before;
    return error;
}
