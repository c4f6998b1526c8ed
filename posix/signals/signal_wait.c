/*
 * Waiting for signals.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>
#include <kernel/cancel.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <lib/answer.h>
#include <posix/signal_core.h>
#include <posix/signals.h>

/* Threads wait here until a signal interrupts them; nothing wakes the queue itself. */
static int sleep_until_interrupted(uint64_t deadline)
{
    struct wait_queue nobody = { 0 };

    return wait_queue_sleep_interruptible(&nobody, deadline);
}

static int signal_wait_for(uint32_t set, siginfo_t *info, uint64_t deadline)
{
    struct thread_signals *own = thread_signals(thread_current());
    int signal, error = 0;

    kernel_lock();
    own->awaited = set;
    while (!(signal = signal_take(set, info)) && !error)
        error = sleep_until_interrupted(deadline);
    if (error == -EINTR && !signal)
        signal = signal_take(set, info);
    own->awaited = 0;
    kernel_unlock();
    if (signal)
        return signal;
    if (error == -EINTR)
        signals_deliver();
    return error == -EINTR ? -EINTR : -EAGAIN;
}

int signal_await(uint32_t set, siginfo_t *info, uint64_t deadline)
{
    int result = signals_use();

    if (result)
        return result;
    if (set & SIGNAL_BIT(SIGTERM))
        signal_listen_to_shutdown();
    cancel_point_begin();
    result = signal_wait_for(set, info, deadline);
    cancel_point_end(result);
    return result;
}

int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
    uint64_t deadline = WAIT_FOREVER;
    siginfo_t taken;
    int signal;

    if (timeout && (timeout->tv_sec < 0 || !timespec_is_normal(timeout)))
        return answer(-EINVAL);
    if (timeout)
        deadline = deadline_after(timespec_ns(timeout));
    signal = signal_await(*set, &taken, deadline);
    if (signal < 0)
        return answer(signal);
    if (info)
        *info = taken;
    return signal;
}

int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
    return sigtimedwait(set, info, NULL);
}

/* A handler that has run does not end the wait. */
int sigwait(const sigset_t *set, int *signal)
{
    siginfo_t info;
    int result;

    do
        result = signal_await(*set, &info, WAIT_FOREVER);
    while (result == -EINTR);
    if (result < 0)
        return -result;
    *signal = result;
    return 0;
}

/* Waits until a handler has run: ignored signals and spurious interruptions do not count. */
static int wait_for_handler(sigset_t mask)
{
    struct wait_queue nobody = { 0 };

    if (signals_use())
        return answer(-ENOMEM);
    cancel_point_begin();
    kernel_lock();
    while (!signal_sleep(&nobody, WAIT_FOREVER, &mask))
        ;
    kernel_unlock();
    signal_restart();
    cancel_point_end(-EINTR);
    return answer(-EINTR);
}

int sigsuspend(const sigset_t *mask)
{
    return wait_for_handler(*mask);
}

int pause(void)
{
    return wait_for_handler(thread_signals(thread_current())->blocked);
}

int sigpending(sigset_t *set)
{
    bool unlock = kernel_lock_save();

    *set = signals_pending();
    kernel_lock_restore(unlock);
    return 0;
}
