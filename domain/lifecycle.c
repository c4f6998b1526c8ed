/*
 * How the domain ends, and how it is suspended and goes on.
 *
 * Xen demands, before the domain is saved: no frame in a page table that is not
 * its own, no batch under way, and one hypercall that returns after the restore:
 * then on another machine, with other frames, another shared_info, no event channel
 * bound, no timer set and an empty grant table. Or with an error, and nothing changed.
 *
 * The rule: what may block happens first, with all running; from the first hook that
 * needs the kernel lock to its resumption nothing else of the kernel runs.
 *
 * The answer: listeners are told in a thread and may do what they like. Then the hooks of
 * a table that the linker makes undo what cannot be saved, the first with nothing locked,
 * the others under the kernel lock. If one refuses, those before it resume and the domain
 * runs on; after the restore all do, in reverse order.
 *
 * Callers may rely on being told of the end of each suspension they were told of, and on
 * a monotonic clock that stood still meanwhile.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <arch/suspend.h>
#include <diag/log.h>
#include <diag/report.h>
#include <domain/lifecycle.h>
#include <events/suspend_hook.h>
#include <hypercall/multicall.h>
#include <hypercall/sched.h>
#include <kernel/lock.h>

/* In the order they came. Protected by the kernel lock; walked without. */
static struct list listeners;

void lifecycle_listen(struct lifecycle_listener *listener)
{
    bool unlock = kernel_lock_save();

    list_add_last(&listeners, listener, link);
    kernel_lock_restore(unlock);
}

void lifecycle_leave(struct lifecycle_listener *listener)
{
    bool unlock = kernel_lock_save();

    list_remove(&listeners, listener, link);
    kernel_lock_restore(unlock);
}

static bool lifecycle_may_wake(void)
{
    return listeners.first;
}

static waker_fn *const waker WAKER = lifecycle_may_wake;

static void tell_all(enum lifecycle_occasion occasion)
{
    struct lifecycle_listener *listener;

    for (listener = listeners.first; listener; listener = listener->link.next)
        listener->tell(listener, occasion);
}

static void tell_all_backwards(enum lifecycle_occasion occasion)
{
    struct lifecycle_listener *listener;

    for (listener = listeners.last; listener; listener = listener->link.previous)
        listener->tell(listener, occasion);
}

/* An exit after a request ends the domain as the request said. */
static unsigned int exit_reason = SHUTDOWN_poweroff;

void lifecycle_exit(int status)
{
    log_printf("ringlet: exit status %d\n", status);
    if (LOCK_TIME)
        lock_time_report();
    log_drain();
    sched_shutdown(exit_reason);
}

void lifecycle_shutdown(unsigned int reason)
{
    exit_reason = reason;
    log_end();                  /* a listener may write */
    tell_all(LIFECYCLE_SHUTDOWN);
    log_printf("ringlet: %s by request\n", reason == SHUTDOWN_reboot ? "reboot" : "shutdown");
    if (LOCK_TIME)
        lock_time_report();
    log_drain();
    sched_shutdown(reason);
}

/* The linker's: those with nothing locked, then those with the kernel lock held. */
extern const struct suspend_hook suspend_hooks[], suspend_hooks_locked[], suspend_hooks_end[];

/* The first that refuses, with why, or the table's end. From the locked ones on the lock is held. */
static const struct suspend_hook *hooks_suspend(int *error)
{
    const struct suspend_hook *hook = suspend_hooks;

    for (*error = 0; ; hook++) {
        if (hook == suspend_hooks_locked) {
            kernel_lock();
            if (LOCK_TIME)
                lock_time_is(LOCK_TIME_SUSPEND);
            multicall_flush();
        }
        if (hook < suspend_hooks_end && hook->suspend)
            *error = hook->suspend();
        if (*error || hook == suspend_hooks_end)
            return hook;
    }
}

/* Back from there, which itself was not suspended. */
static void hooks_resume(const struct suspend_hook *hook, bool cancelled)
{
    for (;;) {
        if (hook == suspend_hooks_locked)
            kernel_unlock();
        if (hook == suspend_hooks)
            return;
        (--hook)->resume(cancelled);
    }
}

int lifecycle_suspend(void)
{
    const struct suspend_hook *last_hook;
    int result;

    tell_all(LIFECYCLE_SUSPEND);
    last_hook = hooks_suspend(&result);
    if (!result)
        result = arch_suspend();
    hooks_resume(last_hook, result != 0);
    tell_all_backwards(result ? LIFECYCLE_CANCELLED : LIFECYCLE_RESTORED);
    return result;
}
