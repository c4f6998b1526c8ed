/*
 * Timers, built on Xen's single-shot timer. No tick: with no timer set, none fires.
 * Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_TIMER_H
#define KERNEL_TIMER_H

#include <stdbool.h>
#include <stdint.h>

struct timer {
    struct timer *next;
    uint64_t when;
    void (*fn)(struct timer *timer);    /* at event time */
    bool set;
};

/* At boot. */
void timer_init(void);

/* Calls fn once, when the monotonic clock has reached when (ns). Setting a set timer moves it. Panics without fn. */
void timer_set(struct timer *timer, uint64_t when);
void timer_cancel(struct timer *timer);

/* Is any timer set? Kernel lock held. */
bool timer_any(void);

#endif
