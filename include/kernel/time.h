/*
 * What time it is, by Xen's clocks. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <lib/timespec.h>

/*
 * Nanoseconds, never backwards: Xen's system time, without what passed while the
 * domain was suspended.
 */
uint64_t time_monotonic(void);

/* The same moment on Xen's own clock, which its timers use; never 0, which to them is no time. */
uint64_t time_to_xen(uint64_t monotonic);

/* So many ticks of cpu_timestamp(), in ns. */
uint64_t time_of_ticks(uint64_t ticks);

/* Nanoseconds since 1970, UTC, as Xen was told. */
uint64_t time_wall(void);

/* Around a suspension, kernel lock held: the monotonic clock stands still from one to the other. */
void time_suspend(void);
void time_resume(void);

#endif
