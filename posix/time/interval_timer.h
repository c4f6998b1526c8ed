/*
 * A timer that expires once or at intervals, for timer_create() and alarm().
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_TIME_INTERVAL_TIMER_H
#define POSIX_TIME_INTERVAL_TIMER_H

#include <stdint.h>
#include <kernel/timer.h>

struct interval_timer {
    struct timer timer;         /* the first field */
    uint64_t next, interval;    /* ns of the monotonic clock; interval 0: once */
    void (*expired)(struct interval_timer *timer, unsigned int missed);     /* at event time */
};

/* Expires at first, then at each interval; first 0 stops it. Thread context. */
void interval_timer_set(struct interval_timer *timer, uint64_t first, uint64_t interval);

/* ns until it expires next, 0 if it is stopped. */
uint64_t interval_timer_left(const struct interval_timer *timer);

#endif
