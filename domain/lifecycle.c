/*
 * How the domain ends, and how it is suspended and goes on.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <arch/suspend.h>
#include <diag/log.h>
#include <domain/lifecycle.h>
#include <drivers/console.h>
#include <drivers/xenstore.h>
#include <events/ports.h>
#include <hypercall/multicall.h>
#include <hypercall/sched.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/timer.h>

/* In the order they came. Protected by the kernel lock; walked without. */
static struct lifecycle_listener *first, *last;

/* Protected by the kernel lock. */
static struct lifecycle_keeper *keepers;

void lifecycle_listen(struct lifecycle_listener *listener)
{
    bool unlock = kernel_lock_save();

    listener->next = NULL;
    listener->previous = last;
    *(last ? &last->next : &first) = listener;
    last = listener;
    kernel_lock_restore(unlock);
}

void lifecycle_leave(struct lifecycle_listener *listener)
{
    bool unlock = kernel_lock_save();

    *(listener->previous ? &listener->previous->next : &first) = listener->next;
    *(listener->next ? &listener->next->previous : &last) = listener->previous;
    kernel_lock_restore(unlock);
}

bool lifecycle_may_wake(void)
{
    return first;
}

static void tell_all(enum lifecycle_occasion occasion)
{
    struct lifecycle_listener *listener;

    for (listener = first; listener; listener = listener->next)
        listener->tell(listener, occasion);
}

static void tell_all_backwards(enum lifecycle_occasion occasion)
{
    struct lifecycle_listener *listener;

    for (listener = last; listener; listener = listener->previous)
        listener->tell(listener, occasion);
}

/* An exit that a request led to is what was asked for. */
static unsigned int exit_reason = SHUTDOWN_poweroff;

void lifecycle_exit(int status)
{
    log_printf("ringlet: exit status %d\n", status);
    console_drain();
    sched_shutdown(exit_reason);
}

void lifecycle_shutdown(unsigned int reason)
{
    exit_reason = reason;
    console_end();              /* a listener may write */
    tell_all(LIFECYCLE_SHUTDOWN);
    log_printf("ringlet: %s by request\n", reason == SHUTDOWN_reboot ? "reboot" : "shutdown");
    console_drain();
    sched_shutdown(reason);
}

void lifecycle_keep(struct lifecycle_keeper *keeper)
{
    bool unlock = kernel_lock_save();

    keeper->next = keepers;
    keepers = keeper;
    kernel_lock_restore(unlock);
}

/* All, or up to the one before end. */
static void resume_keepers(const struct lifecycle_keeper *end, bool cancelled)
{
    struct lifecycle_keeper *keeper;

    for (keeper = keepers; keeper != end; keeper = keeper->next)
        keeper->resume(cancelled);
}

static int suspend_keepers(void)
{
    struct lifecycle_keeper *keeper;

    for (keeper = keepers; keeper; keeper = keeper->next) {
        int error = keeper->suspend();

        if (error) {
            resume_keepers(keeper, true);
            return error;
        }
    }
    return 0;
}

/* The kernel lock is held: nothing else of us runs from the look at the ports to the end. */
static int lifecycle_suspend_all(void)
{
    int result = suspend_keepers();

    if (result)
        return result;
    multicall_flush();
    ports_suspend();
    time_suspend();
    result = arch_suspend();
    time_resume();
    resume_keepers(NULL, result != 0);
    if (!result) {
        ports_resume();
        console_resume();
        timer_resume();
    }
    return result;
}

int lifecycle_suspend(void)
{
    int result, error;

    tell_all(LIFECYCLE_SUSPEND);
    xenstore_suspend();
    kernel_lock();
    result = lifecycle_suspend_all();
    kernel_unlock();
    error = xenstore_resume(result != 0);
    if (error)
        log_printf("ringlet: xenstore is lost after restore: %d\n", error);
    tell_all_backwards(result ? LIFECYCLE_CANCELLED : LIFECYCLE_RESTORED);
    return result;
}
