/*
 * Actions and masks: what a program wants done about a signal, and which ones it blocks.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <arch/types.h>
#include <kernel/lock.h>
#include <lib/answer.h>
#include <posix/process.h>
#include <posix/signal_core.h>

#define FAULTS (SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGFPE) | SIGNAL_BIT(SIGILL) | \
                SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGTRAP))

#define KEYS (SIGNAL_BIT(SIGINT) | SIGNAL_BIT(SIGQUIT) | SIGNAL_BIT(SIGTSTP))

static void signal_listen(int signal)
{
    if (SIGNAL_BIT(signal) & FAULTS)
        signal_listen_to_faults();
    if (SIGNAL_BIT(signal) & KEYS)
        signal_listen_to_terminal();
    if (signal == SIGTERM)
        signal_listen_to_shutdown();
}

static void set_action(int signal, const struct sigaction *action, struct sigaction *old)
{
    bool unlock = kernel_lock_save();
    struct sigaction before = *signal_action(signal);

    if (action)
        *signal_action(signal) = *action;
    if (old)
        *old = before;
    kernel_lock_restore(unlock);
}

int sigaction(int signal, const struct sigaction *action, struct sigaction *old)
{
    if (!signal_is_valid(signal))
        return answer(-EINVAL);
    if (action && (SIGNAL_BIT(signal) & SIGNALS_NEVER_BLOCKED))
        return answer(-EINVAL);
    if (signals_use())
        return answer(-ENOMEM);
    set_action(signal, action, old);
    if (action && action->sa_handler != SIG_DFL)
        signal_listen(signal);
    return 0;
}

/* As in BSD and glibc: the handler stays installed, and interrupted calls are restarted. */
_sig_func_ptr signal(int signal, _sig_func_ptr handler)
{
    struct sigaction action = { .sa_flags = SA_RESTART }, old;

    action.sa_handler = handler;
    return handler == SIG_ERR && answer(-EINVAL) ? SIG_ERR
           : sigaction(signal, &action, &old) ? SIG_ERR : old.sa_handler;
}

int siginterrupt(int signal, int interrupts)
{
    struct sigaction action;

    if (sigaction(signal, NULL, &action))
        return -1;
    action.sa_flags = interrupts ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    return sigaction(signal, &action, NULL);
}

/* --- the mask ------------------------------------------------------------------------- */

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    uint32_t before = thread_signals(thread_current())->blocked;

    if (set && how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK)
        return EINVAL;
    if (set && signals_use())
        return ENOMEM;
    if (set)
        signal_set_mask(how == SIG_BLOCK ? before | *set
                        : how == SIG_UNBLOCK ? before & ~*set : *set);
    if (old)
        *old = before;
    return 0;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    int error = pthread_sigmask(how, set, old);

    return answer(-error);
}

/* --- to a thread ------------------------------------------------------------------------ */

int pthread_kill(pthread_t thread, int signal)
{
    struct thread *to = handle_object(thread);

    if (signal && !signal_is_valid(signal))
        return EINVAL;
    if (!signal)
        return 0;
    if (signals_use())
        return ENOMEM;
    if (to != thread_current())
        signal_send_thread(to, signal);
    else
        raise(signal);
    return 0;
}

int sigqueue(pid_t pid, int signal, const union sigval value)
{
    siginfo_t info = { .si_signo = signal, .si_code = SI_QUEUE, .si_pid = PID, .si_value = value };

    if (signal && !signal_is_valid(signal))
        return answer(-EINVAL);
    if (pid != PID)
        return answer(-ESRCH);
    if (!signal)
        return 0;
    if (signals_use())
        return answer(-ENOMEM);
    if (!signal_send(&info))
        return answer(-EAGAIN);    /* there is no queue: of each signal one can be pending */
    signals_deliver();
    return 0;
}
