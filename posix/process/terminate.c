/*
 * xl shutdown and reboot arrive as SIGTERM. A program that handles it or waits for it gets
 * some time to end by itself. After that, or without a handler, the domain ends.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <diag/log.h>
#include <domain/lifecycle.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <posix/signal_core.h>

#define GRACE_SECONDS 10

static bool is_wanted(void)
{
    _sig_func_ptr handler = signal_action(SIGTERM)->sa_handler;

    return (handler != SIG_DFL && handler != SIG_IGN) || signal_is_awaited(SIGTERM);
}

/* exit() ends the domain, and this wait with it. */
static void wait_for_exit(void)
{
    struct wait_queue nobody = { 0 };

    kernel_lock();
    wait_queue_sleep(&nobody, time_monotonic() + GRACE_SECONDS * NS_PER_SECOND);
    kernel_unlock();
    log_printf("ringlet: SIGTERM was %u s ago\n", GRACE_SECONDS);
}

static void terminate_tell(struct lifecycle_listener *listener, enum lifecycle_occasion occasion)
{
    siginfo_t info = { .si_signo = SIGTERM, .si_code = SI_KERNEL };

    (void)listener;
    if (occasion != LIFECYCLE_SHUTDOWN || !is_wanted())
        return;
    signal_send(&info);
    wait_for_exit();
}

void signal_listen_to_shutdown(void)
{
    static struct lifecycle_listener listener = { .tell = terminate_tell };
    static bool listens;
    bool unlock = kernel_lock_save(), first = !listens;

    listens = true;
    kernel_lock_restore(unlock);
    if (first)
        lifecycle_listen(&listener);
}
