/*
 * Interval timers.
 */
/* SPDX-License-Identifier: MIT */
#include <kernel/lock.h>
#include <kernel/time.h>
#include "interval_timer.h"

/* Expirations closer together would leave no time for anything else; they count as missed. */
#define LEAST_NS 100000ULL

/* Moves to the next expiration that is far enough away; returns how many were missed. */
static unsigned int interval_advance(struct interval_timer *timer)
{
    uint64_t now = time_monotonic() + LEAST_NS, missed;

    timer->next += timer->interval;
    if (timer->next >= now)
        return 0;
    missed = (now - timer->next + timer->interval - 1) / timer->interval;
    timer->next += missed * timer->interval;
    return missed < INT32_MAX ? missed : INT32_MAX;
}

static void interval_expire(struct timer *due)
{
    struct interval_timer *timer = (struct interval_timer *)due;
    unsigned int missed = 0;

    if (timer->interval) {
        missed = interval_advance(timer);
        timer_set(&timer->timer, timer->next);
    }
    timer->expired(timer, missed);
}

void interval_timer_set(struct interval_timer *timer, uint64_t first, uint64_t interval)
{
    bool unlock = kernel_lock_save();

    timer_cancel(&timer->timer);
    timer->timer.fn = interval_expire;
    timer->next = first;
    timer->interval = interval;
    if (first)
        timer_set(&timer->timer, first);
    kernel_lock_restore(unlock);
}

uint64_t interval_timer_left(const struct interval_timer *timer)
{
    uint64_t now = time_monotonic();

    return !timer->timer.set ? 0 : timer->next > now ? timer->next - now : 1;
}
