/*
 * What time it is. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include <stdint.h>

#define NS_PER_SECOND 1000000000ULL

/*
 * Nanoseconds, never backwards: Xen's system time, without what passed while the
 * domain was suspended.
 */
uint64_t time_monotonic(void);

/* The same moment on Xen's own clock, which its timers use. */
uint64_t time_to_xen(uint64_t monotonic);

/* Nanoseconds since 1970, UTC, as Xen was told. */
uint64_t time_wall(void);

/* Around a suspension, events masked: the monotonic clock stands still from one to the other. */
void time_suspend(void);
void time_resume(void);

#endif
