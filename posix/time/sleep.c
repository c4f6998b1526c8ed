/*
 * Sleeping, which signals interrupt.
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
#include <posix/clock.h>
#include <posix/signals.h>

#define US_PER_SECOND 1000000ULL

/* 0, or -EINTR when a handler has run: sleeping is never restarted, even under SA_RESTART. */
static int sleep_until(uint64_t deadline)
{
    struct wait_queue nobody = { 0 };
    int error;

    kernel_lock();
    do
        error = signal_sleep(&nobody, deadline, NULL);
    while (!error);
    kernel_unlock();
    return error == -EINTR ? error : 0;
}

static void tell_rest(uint64_t deadline, struct timespec *rest)
{
    uint64_t now = time_monotonic();

    *rest = ns_timespec(deadline > now ? deadline - now : 0);
}

static bool timespec_is_time(const struct timespec *time)
{
    return time->tv_sec >= 0 && timespec_is_normal(time);
}

/* Returns the error itself. A time of the wall clock is converted to the monotonic one, once. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *rest)
{
    uint64_t now, ns, deadline;
    int error = clock == CLOCK_PROCESS_CPUTIME_ID ? -ENOTSUP : clock_read(clock, &now);

    if (error)
        return -error;
    if (!timespec_is_time(time))
        return EINVAL;
    ns = timespec_ns(time);
    if (flags & TIMER_ABSTIME)
        ns = ns > now ? ns - now : 0;
    deadline = deadline_after(ns);
    cancel_point_begin();
    error = sleep_until(deadline);
    cancel_point_end(error);
    if (error && rest && !(flags & TIMER_ABSTIME))
        tell_rest(deadline, rest);
    return -error;
}

int nanosleep(const struct timespec *time, struct timespec *rest)
{
    int error = clock_nanosleep(CLOCK_MONOTONIC, 0, time, rest);

    return answer(-error);
}

/* Returns the whole seconds that were not slept, as under Linux. */
unsigned int sleep(unsigned int seconds)
{
    struct timespec time = { .tv_sec = seconds }, rest = { 0, 0 };

    return nanosleep(&time, &rest) ? rest.tv_sec : 0;
}

int usleep(useconds_t us)
{
    struct timespec time = ns_timespec(us * 1000ULL);

    return nanosleep(&time, NULL);
}
